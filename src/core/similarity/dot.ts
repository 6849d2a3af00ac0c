import { multiplyTransposed } from '../matrix.js';
import type { Sizes } from '../trace.js';
import type { ScoreRule } from './rule.js';
import { toKeys, toQueries } from './spread.js';

/** score = q·k, for all pairs at once Q·Kᵀ. Vaswani et al. 2017, eq. 1. */
export function dot({ nQ, nK, dK }: Sizes): ScoreRule {
  return {
    formula: 'Q·Kᵀ',
    scaledByDefault: true,
    scores: (q, k, _head, only) => multiplyTransposed(q, k, nQ, dK, nK, only), // (n_q, d_k)·(n_k, d_k)ᵀ → (n_q, n_k)
    gradient: (q, k, dScores) => ({
      dQ: toQueries(dScores, k, nQ, nK, dK), // dS·K
      dK: toKeys(dScores, q, nQ, nK, dK), // dSᵀ·Q
    }),
  };
}
