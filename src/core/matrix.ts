/**
 * Products of plain row-major matrices, one head at a time. Each is the sum of the definition, in the order of the
 * definition: this is the reference, not the fast path.
 */

/**
 * A·B. (n, m)·(m, p) → (n, p)
 *
 * @example multiply(Float64Array.of(1, 2), Float64Array.of(3, 4), 1, 2, 1) // => Float64Array [11]
 */
export function multiply(a: Float64Array, b: Float64Array, n: number, m: number, p: number): Float64Array {
  const out = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < m; k++) {
      const factor = a[i * m + k]!;
      for (let j = 0; j < p; j++) out[i * p + j]! += factor * b[k * p + j]!;
    }
  }
  return out;
}

/**
 * A·Bᵀ: every row of A with every row of B. (n, m)·(p, m)ᵀ → (n, p)
 *
 * @param only these rows; the others get zeros
 * @example multiplyTransposed(Float64Array.of(1, 2), Float64Array.of(3, 4), 1, 2, 1) // => Float64Array [11]
 */
export function multiplyTransposed(
  a: Float64Array,
  b: Float64Array,
  n: number,
  m: number,
  p: number,
  only?: readonly number[],
): Float64Array {
  const out = new Float64Array(n * p);
  for (const i of only ?? Array(n).keys()) {
    for (let j = 0; j < p; j++) {
      let sum = 0;
      for (let k = 0; k < m; k++) sum += a[i * m + k]! * b[j * m + k]!;
      out[i * p + j] = sum;
    }
  }
  return out;
}

/**
 * Aᵀ·B. (n, m)ᵀ·(n, p) → (m, p)
 *
 * @example transposedMultiply(Float64Array.of(1, 2), Float64Array.of(3), 1, 2, 1) // => Float64Array [3, 6]
 */
export function transposedMultiply(a: Float64Array, b: Float64Array, n: number, m: number, p: number): Float64Array {
  const out = new Float64Array(m * p);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < m; k++) {
      const factor = a[i * m + k]!;
      for (let j = 0; j < p; j++) out[k * p + j]! += factor * b[i * p + j]!;
    }
  }
  return out;
}
