import { tanh } from '../elementary.js';
import { dataError } from '../facts.js';
import type { Tensor } from '../tensor.js';
import type { Sizes } from '../trace.js';
import type { ScoreRule } from './rule.js';

/**
 * score = v·tanh([q; k]·W), Bahdanau et al. 2015, appendix A.1.2, and Luong et al. 2015, eq. 8 ("concat").
 *
 * W is (d_q + d_k, d_a): its upper d_q rows are Bahdanau's W_a, its lower d_k rows his U_a. Stored the other way round,
 * (d_a, d_q + d_k), it is taken so. Without W it is tanh(q + k); without v every entry of v is 1 (Keras' AdditiveAttention).
 */
export function additive(w: Tensor | undefined, v: Tensor | undefined, sizes: Sizes, dKey: number): ScoreRule {
  const { nQ, nK, dK: dQuery } = sizes;
  const dA = w ? hiddenSize(w, dQuery + dKey) : dQuery;
  const vector = v?.data ?? new Float64Array(dA).fill(1);
  if (vector.length !== dA) throw dataError({ code: 'v-score-size', found: vector.length, expected: dA });
  if (!w && dQuery !== dKey) throw dataError({ code: 'additive-sizes', dQ: dQuery, dK: dKey });
  const transposed = w !== undefined && w.shape[0] !== dQuery + dKey;
  /** W[row, a], or the identity twice over when there is no W. */
  const weight = (row: number, a: number): number => {
    if (!w) return row % dQuery === a ? 1 : 0;
    return transposed ? w.data[a * (dQuery + dKey) + row]! : w.data[row * dA + a]!;
  };
  /** (n, d)·(rows from `first` of W) → (n, d_a) */
  const through = (rows: Float64Array, n: number, d: number, first: number): Float64Array => {
    const out = new Float64Array(n * dA);
    for (let i = 0; i < n; i++) {
      for (let m = 0; m < d; m++)
        for (let a = 0; a < dA; a++) out[i * dA + a]! += rows[i * d + m]! * weight(first + m, a);
    }
    return out;
  };
  return {
    formula: w ? 'v·tanh([Q;K]·W)' : 'v·tanh(Q + K)',
    scaledByDefault: false,
    scores: (q, k) => {
      const fromQ = through(q, nQ, dQuery, 0);
      const fromK = through(k, nK, dKey, dQuery);
      const out = new Float64Array(nQ * nK);
      for (let i = 0; i < nQ; i++) {
        for (let j = 0; j < nK; j++) {
          for (let a = 0; a < dA; a++) out[i * nK + j]! += vector[a]! * tanh(fromQ[i * dA + a]! + fromK[j * dA + a]!);
        }
      }
      return out;
    },
    gradient: (q, k, dScores) => {
      const fromQ = through(q, nQ, dQuery, 0);
      const fromK = through(k, nK, dKey, dQuery);
      const dQ = new Float64Array(nQ * dQuery);
      const dK = new Float64Array(nK * dKey);
      for (let i = 0; i < nQ; i++) {
        for (let j = 0; j < nK; j++) {
          if (dScores[i * nK + j] === 0) continue; // 0·NaN is NaN
          for (let a = 0; a < dA; a++) {
            const t = tanh(fromQ[i * dA + a]! + fromK[j * dA + a]!);
            const slope = dScores[i * nK + j]! * vector[a]! * (1 - t * t);
            for (let m = 0; m < dQuery; m++) dQ[i * dQuery + m]! += slope * weight(m, a);
            for (let m = 0; m < dKey; m++) dK[j * dKey + m]! += slope * weight(dQuery + m, a);
          }
        }
      }
      return { dQ, dK };
    },
  };
}

function hiddenSize(w: Tensor, dBoth: number): number {
  if (w.shape.length === 2 && w.shape[0] === dBoth) return w.shape[1]!;
  if (w.shape.length === 2 && w.shape[1] === dBoth) return w.shape[0]!;
  throw dataError({ code: 'w-score-rows', found: w.shape, expected: dBoth });
}
