import { headsApart, inputOptions, inputTensors, type Stage, type Trace } from '../core/index.js';
import { chosenStages } from './parts/choose.js';
import { jsonNumber, jsonObject, jsonString, jsonStrings, jsonTensor } from './json/write.js';
import { inSequence } from './parts/several-renderers.js';
import type { Renderer, SeveralRenderer, ShowOptions } from './renderer.js';
import { traceText } from '../words/index.js';

type Pair = readonly [string, string];

/**
 * The whole computation as one document of strict JSON (RFC 8259), schema `attn/1`: meta, tokens, the mask when
 * something is masked, warnings, and the stages in order. Numbers read back to the same float64; what is not finite is
 * null, and the mask or a warning says why. With `only`, the bare matrix.
 */
export const renderJson: Renderer = (trace, options) => `${document(trace, options)}\n`;

/** The same document on one line, for a file with one computation a line. */
export const renderJsonLines: Renderer = (trace, options) => `${document(trace, { ...options, compact: true })}\n`;

/** The same of several results: a line each. */
export const renderJsonDocuments: SeveralRenderer = inSequence(renderJsonLines);

function document(trace: Trace, options: ShowOptions): string {
  const { only, before, compact = false, round } = options;
  const stages = chosenStages(trace, options);
  const inner = { compact, round, indent: '  ' };
  if (only !== undefined)
    return stages.map((stage) => jsonTensor(headsApart(trace, stage), { compact, round })).join('\n');

  return jsonObject(
    [
      ['schema', '"attn/1"'],
      ['meta', meta(trace, options)],
      [
        'tokens',
        jsonObject(
          [
            ['query', jsonStrings(trace.tokens.query, compact)],
            ['key', jsonStrings(trace.tokens.key, compact)],
          ],
          inner,
        ),
      ],
      ...(trace.mask ? [['mask', jsonTensor(headsApart(trace, maskStage(trace.mask)), inner)] as const] : []),
      [
        'warnings',
        jsonStrings(
          trace.warnings.map((warning) => traceText(warning)),
          compact,
        ),
      ],
      ...stages.map(({ name }) => stagePair(trace, name, inner)).flat(),
      // What else the problem was asked with, so that the document can be computed again.
      ...inputTensors(trace.problem).map(([name, tensor]) => [name, jsonTensor(tensor, inner)] as const),
      ...(before ? hidden(trace, before, options) : []),
    ],
    { compact },
  );
}

function stagePair(trace: Trace, name: Stage['name'], layout: Parameters<typeof jsonTensor>[1]): Pair[] {
  const stage = trace.stages.get(name);
  return stage ? [[name, jsonTensor(headsApart(trace, stage), layout)]] : [];
}

/** The mask goes out in the form of the scores. */
function maskStage(mask: NonNullable<Trace['mask']>): Stage {
  return {
    name: 'scores',
    tensor: { ...mask, dtype: 'bool' },
    rows: 'query',
    columns: 'key',
    joined: false,
    formula: '',
  };
}

function meta(trace: Trace, { version, compact = false }: ShowOptions): string {
  const { sizes, problem, conventions } = trace;
  const layout = { compact, indent: '  ' };
  return jsonObject(
    [
      ['version', jsonString(version)],
      ['dtype', jsonString(trace.dtype)],
      ['engine', jsonString(trace.engine)],
      ['scale', jsonNumber(trace.scale)],
      ['d_k', String(sizes.dK)],
      ['d_v', String(sizes.dV)],
      ['heads', String(sizes.heads)],
      ['kv_heads', String(sizes.kvHeads)],
      ['n_q', String(sizes.nQ)],
      ['n_k', String(sizes.nK)],
      ['seed', problem.provenance?.seed === undefined ? 'null' : jsonNumber(problem.provenance.seed)],
      ...(problem.provenance?.layer ? [['layer', JSON.stringify(problem.provenance.layer)] as const] : []),
      [
        'options',
        jsonObject(
          Object.entries(inputOptions(problem)).map(([name, value]) => [name, JSON.stringify(value)] as const),
          { compact, indent: '    ' },
        ),
      ],
      [
        'conventions',
        jsonObject(
          conventions.map(({ name, value }) => [name, jsonString(traceText(value))] as const),
          { compact, indent: '    ' },
        ),
      ],
    ],
    layout,
  );
}

/** What `--hide` took away, and how weights and output were before. */
function hidden(trace: Trace, before: Trace, { compact = false, round }: ShowOptions): Pair[] {
  const layout = { compact, round, indent: '    ' };
  const labels = (trace.problem.hide ?? []).map((at) => trace.tokens.key[at] ?? String(at + 1));
  return [
    [
      'before',
      jsonObject([...stagePair(before, 'weights', layout), ...stagePair(before, 'output', layout)], {
        compact,
        indent: '  ',
      }),
    ],
    ['hidden', jsonStrings(labels, compact)],
  ];
}
