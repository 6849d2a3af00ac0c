import type { FloatType } from './problem.js';

// One number seen as its 64 bits, to read the exponent without a logarithm.
const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

/**
 * How a shorter binary type lies in float64.
 * `anchors[e]` is 1.5·2^(52+q) for a number with the biased exponent e, where 2^q is the gap between its neighbours in
 * the shorter type. Adding it pushes everything below that gap out of the 53 bits, so the processor's own addition
 * rounds, once and ties to even; subtracting it is exact.
 */
interface Grid {
  readonly anchors: Float64Array;
  /** From here on (the middle between the largest number and the next that would follow) everything is ∞. */
  readonly overflow: number;
}

function grid(fractionBits: number, minExponent: number, overflow: number): Grid {
  const anchors = new Float64Array(2048);
  for (let biased = 0; biased < anchors.length; biased++) {
    const gap = Math.max(biased - 1023, minExponent) - fractionBits;
    anchors[biased] = 1.5 * 2 ** (52 + gap);
  }
  return { anchors, overflow };
}

const HALF = grid(10, -14, 65520);
const BRAIN = grid(7, -126, (2 - 2 ** -8) * 2 ** 127);

function roundOn({ anchors, overflow }: Grid, x: number): number {
  if (!(Math.abs(x) < overflow)) return x * Infinity;
  number[0] = x;
  const anchor = anchors[((words[HIGH] as number) >>> 20) & 0x7ff] as number;
  const rounded = x + anchor - anchor;
  return rounded === 0 ? x * 0 : rounded; // x·0 keeps the sign of a zero
}

const float16 = (x: number): number => roundOn(HALF, x);
const bfloat16 = (x: number): number => roundOn(BRAIN, x);
const float64 = (x: number): number => x;

/**
 * The rounding of a floating type: each number to the nearest that the type has, ties to even, directly from float64
 * (no detour over float32, which would round twice). Past the largest number comes ±∞; NaN and −0 stay.
 * IEEE 754-2019 §4.3.1; bfloat16 is the upper half of a float32.
 *
 * @example roundTo('float16')(0.1) // => 0.0999755859375
 * @example roundTo('bfloat16')(0.1) // => 0.10009765625
 */
export function roundTo(dtype: FloatType): (x: number) => number {
  switch (dtype) {
    case 'float64':
      return float64;
    case 'float32':
      return Math.fround;
    case 'float16':
      return float16;
    case 'bfloat16':
      return bfloat16;
  }
}

/**
 * The 16 bits of the float16 nearest to x. Every NaN becomes 0x7e00.
 *
 * @example float16Bits(1) // => 0x3c00
 */
export function float16Bits(x: number): number {
  const rounded = float16(x);
  if (Number.isNaN(rounded)) return 0x7e00;
  const sign = rounded < 0 || Object.is(rounded, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(rounded);
  if (magnitude === Infinity) return sign | 0x7c00;
  if (magnitude < 2 ** -14) return sign | (magnitude * 2 ** 24);
  number[0] = magnitude;
  return sign | (((words[HIGH] as number) >>> 10) - ((1023 - 15) << 10));
}

/**
 * The number that 16 bits mean as float16.
 *
 * @example float16Value(0x3c00) // => 1
 */
export function float16Value(bits: number): number {
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * (GAPS[exponent] as number));
}

const GAPS = Float64Array.from({ length: 31 }, (_, exponent) => 2 ** (exponent - 25));

/**
 * The 16 bits of the bfloat16 nearest to x. Every NaN becomes 0x7fc0.
 *
 * @example bfloat16Bits(1) // => 0x3f80
 */
export function bfloat16Bits(x: number): number {
  const rounded = bfloat16(x);
  if (Number.isNaN(rounded)) return 0x7fc0;
  single[0] = rounded;
  return (singleBits[0] as number) >>> 16;
}

/**
 * The number that 16 bits mean as bfloat16.
 *
 * @example bfloat16Value(0x3f80) // => 1
 */
export function bfloat16Value(bits: number): number {
  singleBits[0] = bits << 16;
  return single[0] as number;
}
