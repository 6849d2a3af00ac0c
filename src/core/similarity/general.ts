import { dataError, usageError } from '../facts.js';
import { multiply, multiplyTransposed } from '../matrix.js';
import type { Tensor } from '../tensor.js';
import type { Sizes } from '../trace.js';
import type { ScoreRule } from './rule.js';
import { toKeys, toQueries } from './spread.js';

/**
 * score = q·W·kᵀ with W (d_q, d_k), one for all heads or (heads, d_q, d_k). Luong et al. 2015, eq. 8 ("general").
 */
export function general(w: Tensor | undefined, { heads, nQ, nK, dK: dQuery }: Sizes, dKey: number): ScoreRule {
  if (!w) throw usageError({ code: 'w-score-missing', dQ: dQuery, dK: dKey });
  const perHead = w.shape.length === 3;
  const fits =
    w.shape.at(-2) === dQuery && w.shape.at(-1) === dKey && (w.shape.length === 2 || (perHead && w.shape[0] === heads));
  if (!fits) throw dataError({ code: 'w-score-shape', found: w.shape, heads, dQ: dQuery, dK: dKey });
  const of = (head: number): Float64Array =>
    w.data.subarray(perHead ? head * dQuery * dKey : 0, (perHead ? head + 1 : 1) * dQuery * dKey);
  return {
    formula: 'Q·W·Kᵀ',
    scaledByDefault: false,
    scores: (q, k, head) => multiplyTransposed(multiply(q, of(head), nQ, dQuery, dKey), k, nQ, dKey, nK),
    gradient: (q, k, dScores, head) => ({
      dQ: multiplyTransposed(toQueries(dScores, k, nQ, nK, dKey), of(head), nQ, dKey, dQuery), // dS·K·Wᵀ
      dK: toKeys(dScores, multiply(q, of(head), nQ, dQuery, dKey), nQ, nK, dKey), // dSᵀ·(Q·W)
    }),
  };
}
