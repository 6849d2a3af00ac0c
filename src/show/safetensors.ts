import { encode } from '../core/bytes.js';
import { usageError } from '../core/error.js';
import { inputOptions } from '../core/inputs.js';
import { STORAGE } from '../core/storage.js';
import { sizeOf, type Tensor } from '../core/tensor.js';
import type { Trace } from '../core/trace.js';
import { namedArrays } from './parts/arrays.js';
import { joined, type Pieces } from './parts/pieces.js';
import type { PiecesRenderer, Renderer } from './renderer.js';

const METADATA = '__metadata__';
const ALIGNMENT = 8;

/**
 * Named tensors as a .safetensors file. Wider types come first (else the order is kept), so that every tensor lies on
 * a multiple of its own width, as the format's own writer has it.
 * https://github.com/huggingface/safetensors#format
 *
 * @param metadata texts to keep in the header
 * @throws AttnError for the reserved name `__metadata__`, and for a number that a type cannot hold
 * @example encodeSafetensors(new Map([['q', q]]), { seed: '42' })
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  return joined(safetensorsPieces(tensors, metadata));
}

/** The same, tensor after tensor: each is encoded when it is its turn. */
export function safetensorsPieces(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Pieces {
  if (tensors.has(METADATA)) {
    throw usageError({ what: `a tensor cannot be named ${METADATA}`, fix: 'choose another name' });
  }
  const widestFirst = [...tensors].sort(([, a], [, b]) => STORAGE[b.dtype].width - STORAGE[a.dtype].width);

  // Written by hand: in a JavaScript object the name "7" would come first and "__proto__" not at all.
  const items = Object.keys(metadata).length > 0 ? [`${JSON.stringify(METADATA)}:${JSON.stringify(metadata)}`] : [];
  let end = 0;
  for (const [name, { dtype, shape }] of widestFirst) {
    const begin = end;
    end += sizeOf(shape) * STORAGE[dtype].width;
    const value = { dtype: STORAGE[dtype].safetensors, shape, data_offsets: [begin, end] };
    items.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
  }
  const header = new TextEncoder().encode(`{${items.join(',')}}`);
  const length = Math.ceil(header.length / ALIGNMENT) * ALIGNMENT;

  const start = new Uint8Array(8 + length).fill(0x20);
  new DataView(start.buffer).setBigUint64(0, BigInt(length), true);
  start.set(header, 8);
  return written(start, widestFirst);
}

function* written(start: Uint8Array, tensors: readonly (readonly [string, Tensor])[]): Generator<Uint8Array> {
  yield start;
  for (const [name, tensor] of tensors) yield encode(tensor, name);
}

/** The stages asked for, and the mask, each under its name; how they were computed stands in the metadata. */
export const renderSafetensors: Renderer = (trace, options) => joined(renderSafetensorsPieces(trace, options));

export const renderSafetensorsPieces: PiecesRenderer = (trace, options) =>
  safetensorsPieces(namedArrays(trace, options), {
    schema: 'attn/1',
    version: options.version,
    scale: trace.scaleText,
    dtype: trace.dtype,
    conventions: trace.conventions.map(({ name, value }) => `${name}: ${value}`).join(' · '),
    attn: asked(trace),
  });

/** What the tensors do not say of the problem, in the words of the JSON document, so that the file can be computed again. */
function asked({ problem, tokens, conventions }: Trace): string {
  const meta = {
    seed: problem.provenance?.seed ?? null,
    layer: problem.provenance?.layer,
    options: inputOptions(problem),
    conventions: Object.fromEntries(conventions.map(({ name, value }) => [name, value])),
  };
  return JSON.stringify({ schema: 'attn/1', meta, tokens, ...(problem.hide && { hidden: problem.hide }) });
}
