import { block, headByHead } from './blocks.js';
import { log } from './elementary.js';
import { dataError, usageError } from './facts.js';
import { normalizerRule } from './normalizer/normalizer.js';
import { logSumExp } from './normalizer/softmax.js';
import type { Problem } from './problem.js';
import type { Settings } from './settings.js';
import type { Tensor } from './tensor.js';

/** A query that may see no key. */
export interface EmptyRow {
  readonly b: number;
  readonly h: number;
  readonly i: number;
}

export interface Weighed {
  readonly weights: Tensor; // (B, H, n_q, n_k)
  readonly emptyRows: readonly EmptyRow[];
}

/**
 * Scores → weights, row by row. A row in which nothing is kept follows `--empty-rows` (beside a sink: zeros, the sink
 * takes everything).
 *
 * @param masked (B, H, n_q, n_k), −∞ where left out
 * @param keep the same shape, 0 = left out; undefined: nothing is
 * @param only these queries; the others get zeros
 * @throws AttnError when sinks do not fit
 */
export function weigh(
  problem: Problem,
  settings: Settings,
  masked: Tensor,
  keep: Tensor | undefined,
  only?: readonly number[],
): Weighed {
  const [batch, heads, nQ, nK] = masked.shape as [number, number, number, number];
  const rule = normalizerRule(settings.normalizer);
  const sinks = problem.sink === undefined ? undefined : sinksOf(problem.sink, heads, settings.normalizer);
  const emptyRows: EmptyRow[] = [];
  const rows = only ?? Array.from({ length: nQ }, (_, i) => i);
  const fill = sinks || settings.emptyRows === 'zero' ? 0 : settings.emptyRows === 'nan' ? NaN : 1 / nK;

  const weights = headByHead(
    [batch, heads, nQ, nK],
    (b, h) => {
      const out = new Float64Array(nQ * nK);
      const scores = block(masked, b, h);
      const kept = keep && block(keep, b, h);
      for (const i of rows) {
        const plain = scores.subarray(i * nK, (i + 1) * nK);
        const row = settings.temperature === 1 ? plain : plain.map((s) => s / settings.temperature);
        const keepRow = kept?.subarray(i * nK, (i + 1) * nK);
        const empty = nK === 0 || (keepRow !== undefined && keepRow.every((seen) => seen === 0));
        if (empty) {
          emptyRows.push({ b, h, i });
          out.fill(fill, i * nK, (i + 1) * nK);
        } else {
          out.set(rule.weights(row, keepRow, sinks?.[h]), i * nK);
        }
      }
      return out;
    },
    'float64',
    only,
  );
  return { weights, emptyRows };
}

/**
 * ln Σ e^score of each row, the sink included.
 *
 * @param masked (B, H, n_q, n_k), −∞ where left out
 * @returns (B, H, n_q, 1)
 */
export function logSums(problem: Problem, settings: Settings, masked: Tensor, keep: Tensor | undefined): Tensor {
  const [batch, heads, nQ, nK] = masked.shape as [number, number, number, number];
  const sinks = problem.sink === undefined ? undefined : sinksOf(problem.sink, heads, settings.normalizer);
  return headByHead([batch, heads, nQ, 1], (b, h) => {
    const scores = block(masked, b, h);
    const kept = keep && block(keep, b, h);
    return Float64Array.from({ length: nQ }, (_, i) =>
      logSumExp(
        cooled(scores.subarray(i * nK, (i + 1) * nK), settings.temperature),
        kept?.subarray(i * nK, (i + 1) * nK),
        sinks?.[h],
      ),
    );
  });
}

function cooled(row: Float64Array, temperature: number): Float64Array {
  return temperature === 1 ? row : row.map((s) => s / temperature);
}

/** One sink logit a query head. @throws AttnError when their number is not that of the heads */
export function sinksOf(sink: number | Tensor, heads: number, normalizer: string): Float64Array {
  if (normalizer !== 'softmax') throw usageError({ code: 'sink-normalizer', normalizer });
  if (typeof sink === 'number') return new Float64Array(heads).fill(sink);
  if (sink.data.length === heads) return sink.data;
  if (sink.data.length === 1) return new Float64Array(heads).fill(sink.data[0]!);
  throw dataError({ code: 'sinks-count', found: sink.data.length, expected: heads });
}

/**
 * How widely each query listens: H = −Σ w·log₂ w, in bits; 0 = one key only, log₂ n = all n equally. Shannon 1948.
 *
 * @param weights (B, H, n_q, n_k)
 * @returns (B, H, n_q, 1)
 * @example entropy(tensor([1, 1, 1, 4], [0.25, 0.25, 0.25, 0.25])).data // => Float64Array [2]
 */
export function entropy(weights: Tensor): Tensor {
  const [batch, heads, nQ, nK] = weights.shape as [number, number, number, number];
  return headByHead([batch, heads, nQ, 1], (b, h) => {
    const rows = block(weights, b, h);
    const out = new Float64Array(nQ);
    for (let i = 0; i < nQ; i++) {
      let sum = 0;
      for (let j = 0; j < nK; j++) {
        const weight = rows[i * nK + j]!;
        if (weight !== 0) sum += weight * log(weight);
      }
      out[i] = sum === 0 ? 0 : -sum / Math.LN2;
    }
    return out;
  });
}
