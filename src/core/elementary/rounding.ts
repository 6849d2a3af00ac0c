/** What a rounded operation lost, as a float64 number of its own: together the two are the exact result. */

/**
 * The error of a + b: exactly (a + b) − sum.
 *
 * Source: D. Knuth, The Art of Computer Programming, vol. 2, theorem 4.2.2 B
 *
 * @param sum a + b, rounded
 * @example sumError(1, 1e-20, 1) // => 1e-20
 */
export function sumError(a: number, b: number, sum: number): number {
  const fromB = sum - a;
  const fromA = sum - fromB;
  return a - fromA + (b - fromB);
}

/**
 * The error of a · b: exactly (a · b) − product, as long as neither nears overflow (|a|, |b| < 2^990) nor the product
 * underflow.
 *
 * Source: T. J. Dekker, "A floating-point technique for extending the available precision" (1971),
 * https://doi.org/10.1007/BF01397083
 *
 * @param product a · b, rounded
 * @example productError(1 + 2 ** -30, 1 + 2 ** -30, (1 + 2 ** -30) ** 2) // => 2 ** -60
 */
export function productError(a: number, b: number, product: number): number {
  const a1 = upperHalf(a);
  const a2 = a - a1;
  const b1 = upperHalf(b);
  const b2 = b - b1;
  return a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2;
}

/** The leading 26 bits of the 53, rounded to nearest; what is missing also fits into 26 bits. */
export function upperHalf(a: number): number {
  const scaled = a * 134217729; // 2^27 + 1
  return scaled - (scaled - a);
}

/**
 * A number as a sum of two, [high, low]: high is the number rounded, low what that lost.
 * Functions write into one rather than return one: allocating it would take longer than working it out.
 */
export type Sum = Float64Array;

/** Adding and taking away 1.5·2^52 rounds to the nearest whole number, for |x| < 2^51. */
export const ROUND = 6755399441055744;
