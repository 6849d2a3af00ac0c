import { multiplyTransposed } from '../matrix.js';
import type { Sizes } from '../trace.js';
import { dot } from './dot.js';
import type { ScoreRule } from './rule.js';

/**
 * score = q·k / (|q|·|k|), between −1 and 1. A vector of length 0 fits nothing: its scores are 0.
 * Henry et al. 2020, "Query-Key Normalization for Transformers" (their learned factor is `--scale`).
 */
export function cosine(sizes: Sizes): ScoreRule {
  const { nQ, nK, dK } = sizes;
  const plain = dot(sizes);
  return {
    formula: 'cos(Q, K)',
    scaledByDefault: false,
    scores: (q, k) => multiplyTransposed(unit(q, nQ, dK), unit(k, nK, dK), nQ, dK, nK),
    gradient: (q, k, dScores) => {
      const { dQ, dK: dKeys } = plain.gradient(unit(q, nQ, dK), unit(k, nK, dK), dScores, 0);
      return { dQ: unitGradient(q, dQ, nQ, dK), dK: unitGradient(k, dKeys, nK, dK) };
    },
  };
}

function length(rows: Float64Array, i: number, d: number): number {
  let sum = 0;
  for (let m = 0; m < d; m++) sum += rows[i * d + m]! ** 2;
  return Math.sqrt(sum);
}

/** Every row divided by its length. */
function unit(rows: Float64Array, n: number, d: number): Float64Array {
  const out = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    const norm = length(rows, i, d);
    for (let m = 0; m < d; m++) out[i * d + m] = norm === 0 ? 0 : rows[i * d + m]! / norm;
  }
  return out;
}

/** u = x/|x|: dx = (du − u·(u·du)) / |x|. */
function unitGradient(rows: Float64Array, dUnit: Float64Array, n: number, d: number): Float64Array {
  const u = unit(rows, n, d);
  const out = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    const norm = length(rows, i, d);
    // Keys that no query sees stay 0, even if they are NaN.
    if (norm === 0 || dUnit.subarray(i * d, (i + 1) * d).every((slope) => slope === 0)) continue;
    let along = 0;
    for (let m = 0; m < d; m++) along += u[i * d + m]! * dUnit[i * d + m]!;
    for (let m = 0; m < d; m++) out[i * d + m] = (dUnit[i * d + m]! - u[i * d + m]! * along) / norm;
  }
  return out;
}
