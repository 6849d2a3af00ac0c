import { type FloatType, roundTo, type Tensor } from '../core/index.js';
import { exponentOf, precision } from './precision.js';

/** How exactly numbers are known, read off the numbers themselves. Nothing set: they are taken as exact. */
export interface Written {
  /** Every number is one of this type, or the shortest decimal of one. */
  readonly dtype?: FloatType;
  /** Every number stops after so many decimals, and most need them. */
  readonly decimals?: number;
  /** Every number has at most so many significant digits, and most need them. */
  readonly digits?: number;
}

/** So many numbers at least say how they were written. */
const ENOUGH = 4;
const ENOUGH_OF_A_TYPE: Readonly<Record<FloatType, number>> = { float16: 8, bfloat16: 8, float32: 4, float64: 4 };
/** More digits than this are those of a float64. */
const MOST_DIGITS = 12;
/** The shortest decimal of a float32 that gives it back has at most nine digits. Steele and White 1990, doi 10.1145/93542.93559. */
const MOST_DIGITS_OF_FLOAT32 = 9;

const known = new WeakMap<Float64Array, Written>();

/**
 * How the numbers of a tensor were written: as one of the short types, with so many decimals, with so many digits. Numbers
 * that every type holds (whole ones, halves) say nothing.
 *
 * @example writtenAs(tensor([4], [0.1234, 1.5071, -0.2218, 0.9937])) // => { decimals: 4, digits: 5 }
 */
export function writtenAs({ data, dtype }: Pick<Tensor, 'data' | 'dtype'>): Written {
  const before = known.get(data);
  if (before) return before;
  const found = detect(data, dtype);
  known.set(data, found);
  return found;
}

function detect(data: Float64Array, dtype: Tensor['dtype']): Written {
  if (dtype === 'float16' || dtype === 'bfloat16') return { dtype };
  // 0, 1 and −1 need no digits whatever they were written with.
  const told = data.filter((x) => Number.isFinite(x) && x !== 0 && Math.abs(x) !== 1);
  if (told.length < ENOUGH || told.every((x) => Number.isInteger(x))) return dtype === 'float32' ? { dtype } : {};
  for (const type of ['float16', 'bfloat16'] as const) if (needsAllBits(told, type)) return { dtype: type };
  if (dtype === 'float32' || needsAllBits(told, 'float32')) return { dtype: 'float32' };
  const decimals = decimalsOf(told);
  // Numbers of six digits can look like six decimals: the larger of the two errors is counted.
  if (decimals !== undefined)
    return { decimals, digits: Array.from(told, countDigits).reduce((a, b) => Math.max(a, b), 0) };
  for (const type of ['float16', 'bfloat16', 'float32'] as const)
    if (
      told.length >= ENOUGH_OF_A_TYPE[type] &&
      told.every((x) => isShortest(x, type)) &&
      usesDigits(told, type) &&
      (type !== 'float32' || told.some((x) => countDigits(x) >= 8)) // numbers of 7 digits may all be cut there
    )
      return { dtype: type };
  const digits = digitsOf(told);
  return digits === undefined ? {} : { digits };
}

/**
 * By how much a number may be off at most for how it was written, beside the rounding of its type: half of its last digit.
 *
 * @example halfStep({ decimals: 2 }, 7) // => 0.005
 */
export function halfStep({ decimals, digits }: Written, x: number): number {
  const last = decimals === undefined ? 0 : 0.5 * 10 ** -decimals;
  if (digits === undefined || x === 0 || !Number.isFinite(x)) return last;
  return Math.max(last, 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(x))) - digits + 1));
}

/** `4 decimals`, `7 digits`; undefined where nothing was printed. */
export function printedText({ decimals, digits }: Written): string | undefined {
  return decimals !== undefined ? `${decimals} decimals` : digits !== undefined ? `${digits} digits` : undefined;
}

/** Every number is one of the type, and most need one of its last bits (three, of a float32 eleven): simple numbers fit into any type. */
function needsAllBits(data: Float64Array, dtype: FloatType): boolean {
  const round = roundTo(dtype);
  if (data.length < ENOUGH_OF_A_TYPE[dtype] || data.some((x) => round(x) !== x)) return false;
  const coarse = (dtype === 'float32' ? 2 ** 12 : 16) * precision(dtype).unit; // 2u is the last bit of a number of size 1
  return most(data, (x) => x % (coarse * 2 ** exponentOf(Math.abs(x))) !== 0);
}

/** So many digits after the point, when all numbers stop there: a result that was printed and copied. */
function decimalsOf(data: Float64Array): number | undefined {
  for (let decimals = 2; decimals <= 8; decimals++) {
    const scale = 10 ** decimals;
    if (data.every((x) => Math.round(x * scale) / scale === x))
      return most(data, (x) => Math.round((x * scale) / 100) !== (x * scale) / 100) ? decimals : undefined;
  }
  return undefined;
}

function digitsOf(data: Float64Array): number | undefined {
  const counts = Array.from(data, countDigits);
  const digits = counts.reduce((a, b) => Math.max(a, b), 0);
  return digits >= 3 && digits <= MOST_DIGITS && most(counts, (count) => count >= digits - 1) ? digits : undefined;
}

/** Is it the shortest decimal that the type reads as the same number? */
function isShortest(x: number, dtype: FloatType): boolean {
  const round = roundTo(dtype);
  const value = round(x);
  if (!Number.isFinite(value) || value === 0 || countDigits(x) > MOST_DIGITS_OF_FLOAT32) return false;
  for (let digits = 1; digits <= MOST_DIGITS_OF_FLOAT32; digits++) {
    const short = Number(value.toPrecision(digits));
    if (round(short) === value) return short === x;
  }
  return false;
}

/** Short decimals are the shortest of any type: most must have the digits of this one. */
function usesDigits(data: Float64Array, dtype: FloatType): boolean {
  const usual = { float16: 4, bfloat16: 3, float32: 7, float64: 16 }[dtype];
  return most(data, (x) => countDigits(x) >= usual);
}

function countDigits(x: number): number {
  return Math.abs(x).toExponential().replace(/e.*/, '').replace('.', '').length;
}

function most<T extends Float64Array | readonly number[]>(data: T, holds: (x: number) => boolean): boolean {
  let count = 0;
  for (const x of data) if (holds(x)) count++;
  return count * 2 > data.length;
}
