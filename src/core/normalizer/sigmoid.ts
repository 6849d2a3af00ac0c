import { exp } from '../elementary.js';
import type { NormalizerRule } from './rule.js';

/**
 * 1 / (1 + e^(−s)), each key for itself; the weights of a row need not add up to 1.
 * Ramapuram et al. 2024, "Theory, Analysis, and Best Practices for Sigmoid Self-Attention", add −ln n to the scores:
 * that is `--bias=-log(n_k)`.
 */
export const sigmoid: NormalizerRule = {
  formula: 'sigmoid',
  sumsToOne: false,
  shares: false,
  emptyRow: 'asked',
  takesSink: false,
  anyOrder: true,
  arithmetic: ({ number }) => `1 / (1 + e^(−${number}))`,
  weights(row, keep) {
    return row.map((s, j) => (keep && keep[j] === 0 ? 0 : logistic(s)));
  },
  gradient(weights, dWeights) {
    return weights.map((weight, j) => (weight === 0 ? 0 : weight * (1 - weight) * dWeights[j]!));
  },
};

/**
 * σ(s) = 1 / (1 + e^(−s)).
 *
 * @example logistic(0) // => 0.5
 */
export function logistic(s: number): number {
  // e^(−|s|) never overflows; the two forms are the same number.
  return s >= 0 ? 1 / (1 + exp(-s)) : exp(s) / (1 + exp(s));
}
