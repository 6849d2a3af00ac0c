/**
 * The shortest text that reads back to the same float64, so that nothing is lost on the way out.
 * Unlike `String` and `JSON.stringify` it keeps the sign of −0. What to write for NaN and ±∞ is the caller's business.
 * Source: https://tc39.es/ecma262/#sec-numeric-types-number-tostring
 *
 * @example exactNumber(0.1 + 0.2) // => '0.30000000000000004'
 */
export function exactNumber(x: number): string {
  return Object.is(x, -0) ? '-0' : String(x);
}

/**
 * x to so many digits after the point. It is the exact binary value that is rounded, so 1.005 (really 1.00499999999999989…)
 * becomes 1; an exact tie goes away from zero. The result is never −0; NaN and ±∞ stay.
 *
 * @param digits 0 to 100
 * @example roundNumber(2 / 3, 3) // => 0.667
 */
export function roundNumber(x: number, digits: number): number {
  return Number.isFinite(x) ? Number(x.toFixed(digits)) + 0 : x;
}

/** From here on numbers are written with an exponent: shorter to read, and no digit is hidden behind zeros. */
export function needsExponent(x: number): boolean {
  const size = Math.abs(x);
  return size >= 1e6 ? Number.isFinite(x) : size < 1e-4 && size > 0;
}

/**
 * A finite number for people: so many digits after the point, correctly rounded from the exact binary value, and
 * `1.2346e+7` where |x| ≥ 1e6 or 0 < |x| < 1e-4. Never `-0.0000`.
 *
 * @param places 0 to 100
 * @example fixedNumber(-0.00001, 2) // => '-1.00e-5'
 * @example fixedNumber(1.005, 2) // => '1.00'
 */
export function fixedNumber(x: number, places: number): string {
  if (needsExponent(x)) return x.toExponential(places);
  const text = x.toFixed(places);
  return /^-[0.]*$/.test(text) ? text.slice(1) : text;
}
