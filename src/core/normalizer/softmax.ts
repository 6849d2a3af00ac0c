import { exp, log } from '../elementary.js';
import type { NormalizerRule } from './rule.js';

/**
 * softmax(s)_j = e^(s_j − max s) / Σ e^(s − max s), over the keys that are kept. Taking the largest score off first changes
 * nothing in the result and keeps e^x from overflowing. Vaswani et al. 2017, eq. 1; the sink as in gpt-oss and
 * "attention is off by one": e^sink joins the sum below, so the row adds up to less than 1.
 */
export const softmax: NormalizerRule = {
  formula: 'softmax',
  sumsToOne: true,
  shares: true,
  emptyRow: 'asked',
  takesSink: true,
  anyOrder: true,
  lse: { of: logSumExp, formula: (logits) => `ln Σ e^${logits}` },
  weights(row, keep, sink) {
    const max = largest(row, keep, sink);
    const out = new Float64Array(row.length);
    let sum = sink === undefined ? 0 : exp(sink - max);
    for (let j = 0; j < row.length; j++) {
      if (keep && keep[j] === 0) continue;
      out[j] = exp(row[j]! - max);
      sum += out[j]!;
    }
    for (let j = 0; j < row.length; j++) if (!keep || keep[j] !== 0) out[j]! /= sum;
    return out;
  },
  /** dS = P ∘ (dP − Σ P·dP) */
  gradient(weights, dWeights) {
    let along = 0;
    for (let j = 0; j < weights.length; j++) if (weights[j] !== 0) along += weights[j]! * dWeights[j]!;
    return weights.map((weight, j) => (weight === 0 ? 0 : weight * (dWeights[j]! - along)));
  },
};

/**
 * ln Σ e^s over the keys that are kept, and the sink; −∞ for none.
 *
 * @param row (n_k)
 * @param keep (n_k), 0 = left out; undefined: nothing is
 * @example logSumExp(Float64Array.of(0, 0), undefined, undefined) // => 0.6931471805599453
 */
export function logSumExp(row: Float64Array, keep: Float64Array | undefined, sink: number | undefined): number {
  const max = largest(row, keep, sink);
  if (!Number.isFinite(max)) return max; // nothing kept, or NaN, or one that outweighs all sums
  let sum = sink === undefined ? 0 : exp(sink - max);
  for (let j = 0; j < row.length; j++) if (!keep || keep[j] !== 0) sum += exp(row[j]! - max);
  return max + log(sum);
}

/**
 * The largest kept score; NaN as soon as one is NaN, so that nothing is hidden.
 *
 * @example largest(Float64Array.of(1, 9, 3), Float64Array.of(1, 0, 1), undefined) // => 3
 */
export function largest(row: Float64Array, keep: Float64Array | undefined, sink: number | undefined): number {
  let max = sink ?? -Infinity;
  for (let j = 0; j < row.length; j++) {
    if (keep && keep[j] === 0) continue;
    const score = row[j]!;
    if (score > max || Number.isNaN(score)) max = score;
    if (Number.isNaN(max)) break;
  }
  return max;
}
