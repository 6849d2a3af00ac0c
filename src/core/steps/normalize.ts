import { isPaddedQuery, type Alignment } from '../align.js';
import { block, headByHead } from '../blocks.js';
import { dataError, usageError } from '../facts.js';
import { normalizerRule } from '../normalizer/normalizer.js';
import { overQueries, queriesBackward, rowsBackward } from '../normalizer/over.js';
import type { Normalizer, Problem } from '../problem.js';
import type { Settings } from '../settings.js';
import type { Tensor, Tensor4 } from '../tensor.js';
import { logitsOf } from '../trace.js';
import { always, type EmptyRow, type Step } from './step.js';

/** Scores → weights: softmax, or another normalizer. */
export const step: Step = {
  name: 'normalize',
  applies: always,
  makes: [
    {
      name: 'weights',
      stage: {
        name: 'weights',
        rows: 'query',
        columns: 'key',
        formula: ({ problem, settings: { normalizer, temperature, normalizeOver }, stages }) =>
          problem.attentionWeights
            ? 'weights'
            : `${normalizerRule(normalizer).formula}(${logitsOf(stages).name}${temperature === 1 ? '' : `/${temperature}`})${OVER[normalizeOver]}`,
        numbers: (counts) => counts.scores,
        shown: ({ differential }) => differential === undefined,
      },
    },
  ],
  forward: ({ problem, settings, alignment, arranged, made, keep, rows }) =>
    problem.attentionWeights
      ? { weights: arranged.saved!, emptyRows: [] }
      : weigh(problem, settings, alignment, made.selected, keep, rows),
  backward: (gradient, { settings, made: { weights, selected }, keep, sizes: { batch, heads, nQ, nK } }) => {
    const rule = normalizerRule(settings.normalizer);
    return {
      selected: headByHead([batch, heads, nQ, nK], (b, h) => {
        const head = {
          scores: cooled(block(selected, b, h), settings.temperature),
          keep: keep && block(keep, b, h),
          nQ,
          nK,
        };
        const [w, dW] = [block(weights, b, h), block(gradient.weights, b, h)];
        return settings.normalizeOver === 'keys'
          ? rowsBackward(rule, head, w, dW)
          : queriesBackward(rule, head, dW, settings.normalizeOver === 'queries-then-keys');
      }),
    };
  },
  refuseGradient: ({ settings: { normalizer } }) => {
    if (!normalizerRule(normalizer).gradient) throw usageError({ code: 'grad-normalizer', normalizer });
  },
};

const OVER = {
  keys: '',
  queries: ' over the queries',
  'queries-then-keys': ' over the queries, then each row ÷ its sum',
} as const;

/**
 * Scores → weights, row by row. A row in which nothing is kept follows `--empty-rows` (beside a sink: zeros, the sink
 * takes everything).
 *
 * @param masked (B, H, n_q, n_k), −∞ where left out
 * @param keep the same shape, 0 = left out; undefined: nothing is
 * @param only these queries; the others get zeros
 * @throws AttnError when sinks do not fit, or the normalizer cannot go down a column
 */
export function weigh(
  problem: Problem,
  settings: Settings,
  alignment: Alignment,
  masked: Tensor4,
  keep: Tensor4 | undefined,
  only?: readonly number[],
): { readonly weights: Tensor4; readonly emptyRows: readonly EmptyRow[] } {
  const [batch, heads, nQ, nK] = masked.shape;
  const rule = normalizerRule(settings.normalizer);
  const sinks = problem.sink === undefined ? undefined : sinksOf(problem.sink, heads, settings.normalizer);
  const { normalizeOver: over } = settings;
  if (over !== 'keys') checkOverQueries(problem, settings);
  const emptyRows: EmptyRow[] = [];
  const rows = only ?? Array.from({ length: nQ }, (_, i) => i);
  const fill = sinks || settings.emptyRows === 'zero' ? 0 : settings.emptyRows === 'nan' ? NaN : 1 / nK;

  const weights = headByHead(
    [batch, heads, nQ, nK],
    (b, h) => {
      const out = new Float64Array(nQ * nK);
      const scores = block(masked, b, h);
      const kept = keep && block(keep, b, h);
      const columns =
        over === 'keys'
          ? undefined
          : overQueries(
              rule,
              { scores: cooled(scores, settings.temperature), keep: kept, nQ, nK },
              over === 'queries-then-keys',
            );
      for (const i of rows) {
        const row = cooled(scores.subarray(i * nK, (i + 1) * nK), settings.temperature);
        const keepRow = kept?.subarray(i * nK, (i + 1) * nK);
        const empty = nK === 0 || (keepRow !== undefined && keepRow.every((seen) => seen === 0));
        if (isPaddedQuery(alignment, b, i)) continue; // nobody asked: zeros
        if (empty) {
          emptyRows.push({ b, h, i });
          out.fill(fill, i * nK, (i + 1) * nK);
        } else {
          out.set(columns?.subarray(i * nK, (i + 1) * nK) ?? rule.weights(row, keepRow, sinks?.[h]), i * nK);
        }
      }
      return out;
    },
    'float64',
    only,
  );
  return { weights, emptyRows };
}

function cooled(scores: Float64Array, temperature: number): Float64Array {
  return temperature === 1 ? scores : scores.map((s) => s / temperature);
}

/** A sink belongs to a row, and a stick is broken along one. */
function checkOverQueries({ sink }: Problem, { normalizer, normalizeOver: over }: Settings): void {
  if (sink !== undefined) throw usageError({ code: 'over-queries-sink', over });
  if (!normalizerRule(normalizer).anyOrder) throw usageError({ code: 'over-queries-normalizer', over, normalizer });
}

/** One sink logit a query head. @throws AttnError when their number is not that of the heads, or nothing takes a sink */
export function sinksOf(sink: number | Tensor, heads: number, normalizer: Normalizer): Float64Array {
  if (!normalizerRule(normalizer).takesSink) throw usageError({ code: 'sink-normalizer', normalizer });
  if (typeof sink === 'number') return new Float64Array(heads).fill(sink);
  if (sink.data.length === heads) return sink.data;
  if (sink.data.length === 1) return new Float64Array(heads).fill(sink.data[0]!);
  throw dataError({ code: 'sinks-count', found: sink.data.length, expected: heads });
}
