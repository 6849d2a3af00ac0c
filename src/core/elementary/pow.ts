import { expOfSum } from './exp.js';
import { logAsSum } from './log.js';
import { scale } from './powers_of_two.js';
import { productError, type Sum } from './rounding.js';

/**
 * x to the power y, within 0.52 units in the last place (0.76 below 2^−1022), with the same bits on every machine:
 * e^(y·log x), with log x carried to 67 bits and more. Powers that are float64 numbers themselves (10^22, 2^−1074) are exact.
 *
 * Special cases as in ECMAScript, https://tc39.es/ecma262/#sec-numeric-types-number-exponentiate: x⁰ = 1 for every x,
 * (±1)^±∞ = NaN (C says 1), a negative x to a power that is no whole number = NaN.
 *
 * @example pow(2, 0.5) // => 1.4142135623730951
 * @example pow(-2, 3) // => -8
 * @example pow(-8, 1 / 3) // => NaN
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const size = Math.abs(x);
  if (Math.abs(y) === Infinity) return size === 1 ? NaN : size > 1 === y > 0 ? Infinity : 0;

  const negative = x < 0 || Object.is(x, -0);
  const sign = negative && Math.abs(y % 2) === 1 ? -1 : 1;
  if (size === 0 || size === Infinity) return sign * (size > 1 === y > 0 ? Infinity : 0);
  if (negative && !Number.isInteger(y)) return NaN;
  if (size === 1) return sign;
  return sign * powOfPositive(size, y);
}

const scratch: Sum = new Float64Array(2);

function powOfPositive(x: number, y: number): number {
  logAsSum(x, scratch);
  const high = scratch[0]!;
  const low = scratch[1]!;
  const product = high * y;
  if (product > 709.79) return Infinity;
  if (product < -745.14) return 0;
  const exponent = expOfSum(product, productError(high, y, product) + low * y, scratch);
  return scale(scratch[0]!, exponent);
}
