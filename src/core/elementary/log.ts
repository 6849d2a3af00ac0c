import { asSum, atanhInverse } from './exact.js';
import { POWERS_OF_TWO } from './powers_of_two.js';
import { upperHalf, type Sum } from './rounding.js';

// x = 2^k · m with m in [√½, √2), and m = c·(1 + u) with c = j/128 the nearest such fraction, so
// log x = k·log 2 + log c + log(1 + u): an exact product, a table, and a short series.
// P. T. P. Tang, "Table-driven implementation of the logarithm function in IEEE floating-point arithmetic" (1990),
// https://doi.org/10.1145/98267.98294

// log 2 in two parts; the first ends at 2^−42, as the table's first numbers do: whatever is added of these is exact.
const LOG2_HIGH = 0.6931471805598903;
const LOG2_LOW = 5.497923018708371e-14;
const FIRST = 90;
const LAST = 182;

/** log(j/128) as a sum of two, and 128/j, at the places from 3(j − 90). */
const LOGS = logsOfFractions();

function logsOfFractions(): Float64Array {
  const bits = 128n;
  const grid = bits - 42n;
  const logs = new Float64Array(3 * (LAST - FIRST + 1));
  const store = (j: number, value: bigint): void => {
    const [high] = asSum({ value: value >> grid, bits: 42n });
    const [low] = asSum({ value: value - ((value >> grid) << grid), bits });
    logs.set([high, low, 128 / j], 3 * (j - FIRST));
  };
  // log((j+1)/128) − log(j/128) = 2·atanh(1/(2j+1)): up and down from log 1 = 0.
  for (let j = 128, value = 0n; j <= LAST; j++) {
    store(j, value);
    value += 2n * atanhInverse(BigInt(2 * j + 1), bits);
  }
  for (let j = 128, value = 0n; j >= FIRST; j--) {
    store(j, value);
    value -= 2n * atanhInverse(BigInt(2 * j - 1), bits);
  }
  return logs;
}

/**
 * The natural logarithm, within 0.52 units in the last place, with the same bits on every machine.
 *
 * @example log(10) // => 2.302585092994046
 * @example log(0) // => -Infinity
 */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : NaN;
  logAsSum(x, scratch);
  return scratch[0]!;
}

// The 32 bits of √½ with its sign and exponent: what has more of them, up to √2, belongs to 2^0.
const UPPER_WORD_OF_ROOT_HALF = 0x3fe6a09e;

const scratch: Sum = new Float64Array(2);
const view = new DataView(new ArrayBuffer(8));

/**
 * The natural logarithm as a sum of two, exact to about 2^−67 of itself.
 *
 * @param x positive and finite
 * @param into receives the two
 */
export function logAsSum(x: number, into: Sum): void {
  let shift = 0;
  if (x < 1e-300 || x > 1e300) {
    shift = x < 1 ? -100 : 100; // away from the ends, where 2^−exponent is no normal number
    x *= POWERS_OF_TWO[1022 - shift]!;
  }
  view.setFloat64(0, x, true);
  const exponent = (view.getInt32(4, true) - UPPER_WORD_OF_ROOT_HALF) >> 20;
  const m = x * POWERS_OF_TWO[1022 - exponent]!;
  const k = exponent + shift;

  const j = (m * 128 + 0.5) | 0;
  const place = 3 * (j - FIRST);
  const c = j * (1 / 128);
  const inverse = LOGS[place + 2]!;
  const f = m - c;
  const u = f * inverse;
  const upper = upperHalf(u);
  const lower = u - upper;
  const uRest = (f - upper * c - lower * c) * inverse;

  // log(1 + u) = u − u²/2 + u³/3 − …; only the first two terms are large enough to need more than 53 bits.
  const square = u * u;
  const squareRest = upper * upper - square + 2 * upper * lower + lower * lower;
  const half = 0.5 * square;
  const terms7 = 1 / 7 - u * (1 / 8) + square * (1 / 9);
  const tail = square * u * (1 / 3 - u * (1 / 4) + square * (1 / 5 - u * (1 / 6) + square * terms7));

  // Each sum's first part is 0 or the larger one, so that a + b − (a + b rounded) is exact when taken in this order.
  const whole = k * LOG2_HIGH + LOGS[place]!;
  const sum1 = whole + u;
  const sum2 = sum1 - half;
  const rest =
    whole -
    sum1 +
    u +
    (sum1 - sum2 - half) +
    (k * LOG2_LOW + LOGS[place + 1]! + (uRest - u * uRest - 0.5 * squareRest + tail));
  const high = sum2 + rest;
  into[0] = high;
  into[1] = sum2 - high + rest;
}
