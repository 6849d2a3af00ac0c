/**
 * dS·K and dSᵀ·Q, the two products on the way back from the scores. Where dS is 0 (the key was left out) nothing is
 * multiplied: 0·NaN is NaN, and a NaN behind a mask must not leak into the gradients either.
 */

/**
 * dS·K: what each query gets from the keys that it saw.
 *
 * @param dScores (n_q, n_k)
 * @param keys (n_k, d)
 * @returns (n_q, d)
 * @example toQueries(Float64Array.of(2, 0), Float64Array.of(3, NaN), 1, 2, 1) // => Float64Array [6]
 */
export function toQueries(dScores: Float64Array, keys: Float64Array, nQ: number, nK: number, d: number): Float64Array {
  const out = new Float64Array(nQ * d);
  for (let i = 0; i < nQ; i++) {
    for (let j = 0; j < nK; j++) {
      const slope = dScores[i * nK + j]!;
      if (slope === 0) continue;
      for (let m = 0; m < d; m++) out[i * d + m]! += slope * keys[j * d + m]!;
    }
  }
  return out;
}

/**
 * dSᵀ·Q: what each key gets from the queries that saw it.
 *
 * @param dScores (n_q, n_k)
 * @param queries (n_q, d)
 * @returns (n_k, d)
 * @example toKeys(Float64Array.of(2, 0), Float64Array.of(3), 1, 2, 1) // => Float64Array [6, 0]
 */
export function toKeys(dScores: Float64Array, queries: Float64Array, nQ: number, nK: number, d: number): Float64Array {
  const out = new Float64Array(nK * d);
  for (let i = 0; i < nQ; i++) {
    for (let j = 0; j < nK; j++) {
      const slope = dScores[i * nK + j]!;
      if (slope === 0) continue;
      for (let m = 0; m < d; m++) out[j * d + m]! += slope * queries[i * d + m]!;
    }
  }
  return out;
}
