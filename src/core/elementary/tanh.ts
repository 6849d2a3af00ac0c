import { expOfSum } from './exp.js';
import { POWERS_OF_TWO } from './powers_of_two.js';
import { productError, sumError, type Sum } from './rounding.js';

/**
 * The hyperbolic tangent, within 0.52 units in the last place, with the same bits on every machine:
 * (e^(2x) − 1) / (e^(2x) + 1), or its Taylor series below 1/16.
 *
 * @example tanh(0.5) // => 0.46211715726000974
 * @example tanh(-Infinity) // => -1
 */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size < 1 / 16) return tanhSeries(x);
  if (size > 22) return x > 0 ? 1 : -1;
  if (Number.isNaN(x)) return NaN;
  const power = POWERS_OF_TWO[expOfSum(2 * size, 0, scratch) + 1022]!;
  const e = scratch[0]! * power;
  const eRest = scratch[1]! * power;
  const top = e - 1;
  const topRest = sumError(e, -1, top) + eRest;
  const bottom = e + 1;
  const bottomRest = sumError(e, 1, bottom) + eRest;
  const quotient = top / bottom;
  const product = quotient * bottom;
  const missing = top - product - productError(quotient, bottom, product) + topRest - quotient * bottomRest;
  const value = quotient + missing / bottom;
  return x > 0 ? value : -value;
}

const scratch: Sum = new Float64Array(2);

function tanhSeries(x: number): number {
  if (Math.abs(x) < 1e-9) return x; // also keeps −0
  const z = x * x;
  const cubic =
    -1 / 3 + z * (2 / 15 + z * (-17 / 315 + z * (62 / 2835 + z * (-1382 / 155925 + z * (21844 / 6081075)))));
  return x + x * z * cubic;
}
