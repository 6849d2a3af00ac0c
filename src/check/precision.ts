import type { FloatType } from '../core/index.js';

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

/** The power of 2 below x. @example exponentOf(5) // => 2 */
export function exponentOf(x: number): number {
  const guess = Math.floor(Math.log2(x));
  return 2 ** guess > x ? guess - 1 : 2 ** (guess + 1) <= x ? guess + 1 : guess;
}

const TYPES: Readonly<Record<FloatType, Precision>> = {
  float64: type(52, -1022, 2 ** -53, 709.79),
  float32: type(23, -126, 2 ** -24, 88.73),
  float16: type(10, -14, 2 ** -24, 11.1),
  bfloat16: type(7, -126, 2 ** -24, 88.73),
};
