import { block, headByHead } from '../blocks.js';
import { log } from '../elementary.js';
import { normalizerRule } from '../normalizer/normalizer.js';
import type { Tensor4 } from '../tensor.js';
import type { Step } from './step.js';

/** How spread each row of weights is, where they are shares of a whole. */
export const step: Step = {
  name: 'entropy',
  applies: ({ normalizer, normalizeOver, differential }) =>
    differential === undefined && normalizeOver !== 'queries' && normalizerRule(normalizer ?? 'softmax').shares,
  makes: [
    {
      name: 'entropy',
      stage: {
        name: 'entropy',
        rows: 'query',
        columns: 'one',
        formula: () => '−Σ w·log₂ w',
        numbers: (counts) => counts.queries,
      },
    },
  ],
  forward: ({ made: { weights } }) => ({ entropy: entropy(weights) }),
};

/**
 * How widely each query listens: H = −Σ w·log₂ w, in bits; 0 = one key only, log₂ n = all n equally. Shannon 1948.
 *
 * @param weights (B, H, n_q, n_k)
 * @returns (B, H, n_q, 1)
 * @example entropy(tensor([1, 1, 1, 4], [0.25, 0.25, 0.25, 0.25])).data // => Float64Array [2]
 */
export function entropy(weights: Tensor4): Tensor4 {
  const [batch, heads, nQ, nK] = weights.shape;
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
