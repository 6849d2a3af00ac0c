import { exp, log } from '../elementary.js';
import type { NormalizerRule } from './rule.js';

/**
 * σ(s_j)·Π_{m > j} (1 − σ(s_m)) over the keys that are kept: the latest key takes its part of a stick of length 1, each earlier
 * one its part of what is left. Tan et al. 2024, "Stick-breaking Attention", eq. 3; their kernels leave the query's own key
 * out (`--mask 'j < i'`).
 */
export const stickBreaking: NormalizerRule = {
  formula: 'stick-breaking',
  sumsToOne: false,
  shares: false,
  emptyRow: 'zero',
  takesSink: false,
  anyOrder: false,
  weights(row, keep) {
    const out = new Float64Array(row.length);
    let left = 0; // ln of what is left of the stick
    for (let j = row.length - 1; j >= 0; j--) {
      if (keep && keep[j] === 0) continue;
      out[j] = exp(left + logSigmoid(row[j]!));
      left += logSigmoid(-row[j]!);
    }
    return out;
  },
  /** ∂w_j/∂s_j = w_j·σ(−s_j), and −w_j·σ(s_m) for every later m. */
  gradient(weights, dWeights, row, keep) {
    const out = new Float64Array(row.length);
    let earlier = 0; // Σ_{l < j} w_l·dW_l
    for (let j = 0; j < row.length; j++) {
      if (keep && keep[j] === 0) continue;
      const own = weights[j] === 0 ? 0 : weights[j]! * dWeights[j]!;
      out[j] = own * exp(logSigmoid(-row[j]!)) - earlier * exp(logSigmoid(row[j]!));
      earlier += own;
    }
    return out;
  },
  arithmetic: ({ number }) => `σ(${number}) × Π_later (1 − σ)`,
};

/** ln(1 / (1 + e^(−x))), without overflow on either side. */
function logSigmoid(x: number): number {
  return Math.min(x, 0) - log(1 + exp(-Math.abs(x)));
}
