import type { NormalizerRule } from './rule.js';

/**
 * The point of the probability simplex nearest to the scores: max(s − τ, 0) with τ such that the row adds up to 1; small
 * scores get exactly 0. Martins & Astudillo 2016, "From Softmax to Sparsemax", algorithm 1.
 */
export const sparsemax: NormalizerRule = {
  formula: 'sparsemax',
  sumsToOne: true,
  shares: true,
  emptyRow: 'asked',
  takesSink: false,
  anyOrder: true,
  arithmetic: ({ written }) => `max(0, ${written} − τ)`,
  weights(row, keep) {
    const kept = row.filter((_, j) => !keep || keep[j] !== 0);
    if (kept.some((s) => !Number.isFinite(s))) return row.map((_, j) => (keep && keep[j] === 0 ? 0 : NaN));
    const sorted = Float64Array.from(kept).sort().reverse();
    let sum = 0;
    let threshold = 0;
    for (let k = 0; k < sorted.length; k++) {
      // Taking the largest off first keeps the sums small and changes nothing.
      sum += sorted[k]! - sorted[0]!;
      const candidate = (sum - 1) / (k + 1);
      if (sorted[k]! - sorted[0]! > candidate) threshold = candidate;
    }
    return row.map((s, j) => (keep && keep[j] === 0 ? 0 : Math.max(s - sorted[0]! - threshold, 0)));
  },
  /** Over the support: dS = dP − mean(dP). */
  gradient(weights, dWeights) {
    let sum = 0;
    let support = 0;
    for (let j = 0; j < weights.length; j++) {
      if (weights[j] === 0) continue;
      sum += dWeights[j]!;
      support++;
    }
    return weights.map((weight, j) => (weight === 0 ? 0 : dWeights[j]! - sum / support));
  },
};
