import { inputOptions, type Trace } from '../core/index.js';
import { traceText } from '../words/index.js';
import { joined, safetensorsPieces } from '../files/index.js';
import { namedArrays } from './parts/arrays.js';
import type { PiecesRenderer, Renderer } from './renderer.js';

/** The stages asked for, and the mask, each under its name; how they were computed stands in the metadata. */
export const renderSafetensors: Renderer = (trace, options) => joined(renderSafetensorsPieces(trace, options));

export const renderSafetensorsPieces: PiecesRenderer = (trace, options) =>
  safetensorsPieces(namedArrays(trace, options), {
    schema: 'attn/1',
    version: options.version,
    scale: trace.scaleText,
    dtype: trace.dtype,
    conventions: trace.conventions.map(({ name, value }) => `${name}: ${traceText(value)}`).join(' · '),
    attn: asked(trace),
  });

/** What the tensors do not say of the problem, in the words of the JSON document, so that the file can be computed again. */
function asked({ problem, tokens, conventions }: Trace): string {
  const meta = {
    seed: problem.provenance?.seed ?? null,
    layer: problem.provenance?.layer,
    options: inputOptions(problem),
    conventions: Object.fromEntries(conventions.map(({ name, value }) => [name, traceText(value)])),
  };
  return JSON.stringify({ schema: 'attn/1', meta, tokens, ...(problem.hide && { hidden: problem.hide }) });
}
