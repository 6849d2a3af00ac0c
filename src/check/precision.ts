import type { FloatType } from '../core/problem.js';
import { roundTo } from '../core/round.js';
import type { Tensor } from '../core/tensor.js';

/** What a floating type can hold. IEEE 754-2019 table 3.5; bfloat16 is the upper half of a float32. */
export interface Precision {
  /** Largest relative error of one rounding: 2^−24 for float32. */
  readonly unit: number;
  /** The same for the sums: GPUs and CPUs sum 16-bit products in float32. */
  readonly sumUnit: number;
  /** e^x is ∞ from here on. */
  readonly expOverflow: number;
  /** The smallest gap between two numbers. */
  readonly tiny: number;
  /** The gap between the numbers around x. */
  readonly lastPlace: (x: number) => number;
}

/** @example precision('float32').lastPlace(1) // => 1.1920928955078125e-7 */
export function precision(dtype: FloatType): Precision {
  return TYPES[dtype];
}

function type(fractionBits: number, minExponent: number, sumUnit: number, expOverflow: number): Precision {
  return {
    unit: 2 ** (-fractionBits - 1),
    sumUnit,
    expOverflow,
    tiny: 2 ** (minExponent - fractionBits),
    lastPlace(x) {
      const exponent = x === 0 ? minExponent : Math.max(minExponent, exponentOf(Math.abs(x)));
      return 2 ** (exponent - fractionBits);
    },
  };
}

function exponentOf(x: number): number {
  const guess = Math.floor(Math.log2(x));
  return 2 ** guess > x ? guess - 1 : 2 ** (guess + 1) <= x ? guess + 1 : guess;
}

const TYPES: Readonly<Record<FloatType, Precision>> = {
  float64: type(52, -1022, 2 ** -53, 709.79),
  float32: type(23, -126, 2 ** -24, 88.73),
  float16: type(10, -14, 2 ** -24, 11.1),
  bfloat16: type(7, -126, 2 ** -24, 88.73),
};

/** What OUT was computed in, and how many decimals it was written with. */
export interface Arithmetic {
  readonly dtype: FloatType;
  /** OUT was printed with so many digits after the point, and so rounded again. */
  readonly decimals?: number;
  /** Why this type: for the report. */
  readonly because: string;
}

/**
 * The type whose rounding OUT may show: the one that was said, else the file's, else a shorter one that all of OUT's numbers
 * fit into (a float32 result written as JSON).
 */
export function arithmeticOf(actual: Tensor, said: FloatType | undefined): Arithmetic {
  const decimals = printedDecimals(actual.data);
  const more = decimals === undefined ? {} : { decimals };
  if (said) return { dtype: said, because: 'as --dtype says', ...more };
  if (actual.dtype === 'float16' || actual.dtype === 'bfloat16')
    return { dtype: actual.dtype, because: 'the type of OUT', ...more };
  const data = actual.data.filter((x) => Number.isFinite(x) && x !== 0);
  if (looksLike(data, 'float16', 2 ** -9))
    return { dtype: 'float16', because: 'all numbers of OUT are float16 numbers', ...more };
  if (looksLike(data, 'bfloat16', 2 ** -6))
    return { dtype: 'bfloat16', because: 'all numbers of OUT are bfloat16 numbers', ...more };
  if (actual.dtype === 'float32') return { dtype: 'float32', because: 'the type of OUT', ...more };
  if (data.length > 0 && data.every((x) => Math.fround(x) === x))
    return { dtype: 'float32', because: 'all numbers of OUT are float32 numbers', ...more };
  if (
    data.length > 0 &&
    data.every((x) => Math.abs(x - Math.fround(x)) < 2e-9 * Math.abs(x)) &&
    data.every((x) => digitsOf(x) <= 9)
  ) {
    return { dtype: 'float32', because: 'OUT has no more digits than a float32', ...more };
  }
  return { dtype: 'float64', because: 'the type of OUT', ...more };
}

/** Every number is one of the type, and most need all of its bits: simple numbers fit into any type. */
function looksLike(data: Float64Array, dtype: FloatType, coarse: number): boolean {
  const round = roundTo(dtype);
  if (data.length < 8 || data.some((x) => round(x) !== x)) return false;
  const step = (x: number): number => coarse * 2 ** exponentOf(Math.abs(x));
  return data.filter((x) => x % step(x) !== 0).length * 2 > data.length;
}

function digitsOf(x: number): number {
  return x
    .toExponential()
    .replace(/e.*/, '')
    .replace(/[^0-9]/g, '').length;
}

/** So many digits after the point, when all numbers stop there: a result that was printed and copied. */
function printedDecimals(data: Float64Array): number | undefined {
  const finite = data.filter((x) => Number.isFinite(x));
  if (finite.length < 4) return undefined;
  for (let decimals = 2; decimals <= 8; decimals++) {
    const scale = 10 ** decimals;
    if (finite.every((x) => Math.round(x * scale) / scale === x)) {
      // Whole numbers and halves need no rounding to look like this.
      return finite.filter((x) => Math.round((x * scale) / 100) !== (x * scale) / 100).length * 2 > finite.length
        ? decimals
        : undefined;
    }
  }
  return undefined;
}
