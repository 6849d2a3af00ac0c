import type { NormalizerRule } from './rule.js';

/**
 * max(s, 0), each key for itself. Wortsman et al. 2023, "Replacing softmax with ReLU in Vision Transformers", divide by the
 * number of keys: that is `--scale '1/(n_k*sqrt(d_k))'`.
 */
export const relu: NormalizerRule = {
  formula: 'relu',
  sumsToOne: false,
  shares: false,
  emptyRow: 'zero',
  takesSink: false,
  anyOrder: true,
  weights: (row, keep) => row.map((s, j) => (keep && keep[j] === 0 ? 0 : Math.max(s, 0))),
  gradient: (weights, dWeights) => weights.map((weight, j) => (weight === 0 ? 0 : dWeights[j]!)),
  arithmetic: ({ written }) => `max(0, ${written})`,
};
