import type { NormalizerRule } from './rule.js';

/**
 * s_j / Σ s, and 0 for all where the sum is 0. With a feature map this is linear attention, Katharopoulos et al. 2020, eq. 4.
 * The sign of the scale cancels; with scores of both signs a weight may be negative.
 */
export const sum: NormalizerRule = {
  formula: 'row ÷ sum',
  sumsToOne: true,
  shares: false,
  emptyRow: 'asked',
  takesSink: false,
  anyOrder: true,
  weights(row, keep) {
    const total = totalOf(row, keep);
    return row.map((s, j) => ((keep && keep[j] === 0) || total === 0 ? 0 : s / total));
  },
  /** dS = (dW − Σ W·dW) / Σ s */
  gradient(weights, dWeights, row, keep) {
    const total = totalOf(row, keep);
    const along = weights.reduce((dot, weight, j) => (weight === 0 ? dot : dot + weight * dWeights[j]!), 0);
    return dWeights.map((slope) => (total === 0 ? 0 : (slope - along) / total));
  },
  arithmetic: ({ written }) => `${written} / Σ`,
};

function totalOf(row: Float64Array, keep: Float64Array | undefined): number {
  return row.reduce((total, s, j) => (keep && keep[j] === 0 ? total : total + s), 0);
}
