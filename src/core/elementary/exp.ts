import { asSum, atanhInverse, expSeries } from './exact.js';
import { POWERS_OF_TWO, scale } from './powers_of_two.js';
import { productError, ROUND, sumError, type Sum } from './rounding.js';

// x = (128·k + j)·(log 2)/128 + r with |r| ≤ (log 2)/256, so e^x = 2^k · 2^(j/128) · e^r: a power of two, a table, and a
// short series. P. T. P. Tang, "Table-driven implementation of the exponential function in IEEE floating-point arithmetic"
// (1989), https://doi.org/10.1145/63522.214389

const STEPS_PER_UNIT = 184.6649652337873; // 128 / log 2
// (log 2)/128 in two parts; the first ends at 2^−42, so that its product with every n that occurs is exact.
const STEP_HIGH = 0.005415212347998022;
const STEP_LOW = 1.2655086083325438e-13;

/** 2^(j/128) as a sum of two, at places 2j and 2j + 1. */
const ROOTS = rootsOfTwo();

function rootsOfTwo(): Float64Array {
  const bits = 128n;
  const step = expSeries({ value: (2n * atanhInverse(3n, bits)) / 128n, bits });
  const roots = new Float64Array(256);
  let value = 1n << bits;
  for (let j = 0; j < 128; j++) {
    roots.set(asSum({ value, bits }), 2 * j);
    value = (value * step) >> bits;
  }
  return roots;
}

/**
 * e^x, within 0.52 units in the last place (0.76 below 2^−1022), with the same bits on every machine.
 *
 * @example exp(1) // => 2.718281828459045
 * @example exp(-Infinity) // => 0
 */
export function exp(x: number): number {
  if (!(x > -708 && x < 709)) return expNearTheLimits(x);
  const n = x * STEPS_PER_UNIT + ROUND - ROUND;
  const r = x - n * STEP_HIGH - n * STEP_LOW;
  const square = r * r;
  const less1 = r + square * (0.5 + r * (1 / 6) + square * (1 / 24 + r * (1 / 120))); // e^r − 1
  const j = (n & 127) << 1;
  const root = ROOTS[j]!;
  return (root + (ROOTS[j + 1]! + root * less1)) * POWERS_OF_TWO[(n >> 7) + 1022]!;
}

function expNearTheLimits(x: number): number {
  if (x > 709.79) return Infinity;
  if (x < -745.14) return 0;
  if (Number.isNaN(x)) return NaN;
  const power: Sum = new Float64Array(2);
  const exponent = expOfSum(x, 0, power);
  return scale(power[0]!, exponent);
}

/**
 * e^(x + more), exact to about 2^−67 of itself: for functions that go on computing with it.
 *
 * @param x between −800 and 800
 * @param more what x lacks, far smaller than x
 * @param into receives the power divided by 2^k
 * @returns k
 */
export function expOfSum(x: number, more: number, into: Sum): number {
  const n = x * STEPS_PER_UNIT + ROUND - ROUND;
  const first = x - n * STEP_HIGH;
  const second = n * STEP_LOW;
  const r = first - second;
  const rest = sumError(first, -second, r) + more;
  const square = r * r;
  // e^(r + rest) − 1 − r
  const curved =
    rest +
    (r + 0.5 * square) * rest +
    square * (0.5 + r * (1 / 6) + square * (1 / 24 + r * (1 / 120) + square * (1 / 720)));
  const j = (n & 127) << 1;
  const root = ROOTS[j]!;
  const rootRest = ROOTS[j + 1]!;
  const linear = root * r;
  const sum = root + linear;
  const low =
    sumError(root, linear, sum) + (productError(root, r, linear) + (root * curved + (rootRest + rootRest * r)));
  const high = sum + low;
  into[0] = high;
  into[1] = sum - high + low;
  return n >> 7;
}
