/**
 * output = weights·V for one head: every value, as much of it as its weight says. Vaswani et al. 2017, eq. 1.
 *
 * A key that is left out is not multiplied by 0 but skipped: 0·NaN is NaN, and a NaN behind a mask must not leak.
 *
 * @param weights (n_q, n_k)
 * @param values (n_k, d_v)
 * @param keep (n_q, n_k), 0 = left out; undefined: nothing is
 * @param only these queries; the others get zeros
 * @returns (n_q, d_v)
 * @example mix(Float64Array.of(0.25, 0.75), Float64Array.of(4, 8), undefined, 1, 2, 1) // => Float64Array [7]
 * @example mix(Float64Array.of(1, 0), Float64Array.of(4, NaN), Float64Array.of(1, 0), 1, 2, 1) // => Float64Array [4]
 */
export function mix(
  weights: Float64Array,
  values: Float64Array,
  keep: Float64Array | undefined,
  nQ: number,
  nK: number,
  dV: number,
  only?: readonly number[],
): Float64Array {
  const out = new Float64Array(nQ * dV);
  for (const i of only ?? Array(nQ).keys()) {
    const row = out.subarray(i * dV, (i + 1) * dV);
    for (let j = 0; j < nK; j++) {
      const weight = weights[i * nK + j]!;
      if (weight === 0 && keep && keep[i * nK + j] === 0) continue;
      for (let m = 0; m < dV; m++) row[m]! += weight * values[j * dV + m]!;
    }
  }
  return out;
}
