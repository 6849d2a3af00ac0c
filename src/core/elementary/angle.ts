import { arctanInverse, asSum } from './exact.js';
import { ROUND, sumError, type Sum } from './rounding.js';

/**
 * What is left of an angle when whole quarter turns are taken away, to at least 100 bits.
 *
 * @param x in radians; NaN and ±∞ leave NaN
 * @param rest receives x less the nearest multiple of π/2, from −π/4 to π/4
 * @returns how many quarter turns were taken away, modulo 4
 */
export function modHalfPi(x: number, rest: Sum): number {
  const size = Math.abs(x);
  if (size < 0.7853981633974483) {
    rest[0] = x;
    rest[1] = 0;
    return 0;
  }
  if (size < 1647099) return inParts(x, rest); // 2^20·π/2
  if (size < Infinity) return exactly(x, rest);
  rest.fill(NaN);
  return 0;
}

// π/2 in four parts of 33 bits, the last of 53: n times a part of 33 bits is exact while |n| ≤ 2^20.
// W. J. Cody, W. Waite, Software Manual for the Elementary Functions (1980), chapter 8.
const PART1 = 1.5707963267341256;
const PART2 = 6.077100506303966e-11;
const PART3 = 2.0222662487111665e-21;
const PART4 = 8.4784276603689e-32;
const PARTS_3_4 = 2.0222662487959506e-21; // π/2 − PART1 − PART2

function inParts(x: number, into: Sum): number {
  const n = x * 0.6366197723675814 + ROUND - ROUND; // 2/π
  const less1 = x - n * PART1;
  const less2 = less1 - n * PART2;
  let most = less2;
  let rest = less1 - less2 - n * PART2;
  if (Math.abs(less2) > 1e-3) {
    rest -= n * PARTS_3_4;
  } else {
    // Close to a multiple of π/2 nearly everything cancels: more bits are needed.
    most = less2 - n * PART3;
    rest = sumError(less1, -n * PART2, less2) + sumError(less2, -n * PART3, most) - n * PART4;
  }
  const high = most + rest;
  into[0] = high;
  into[1] = most - high + rest;
  return n & 3;
}

// Before the point x has up to 1024 bits, and it may come within 2^−62 of a multiple of π/2: some 180 bits are left then.
const BITS = 1280n;
const REST_BITS = 256n;
const TWO_32 = 0x1_0000_0000;
const TWO_52 = 0x10_0000_0000_0000;
let halfPi: bigint | undefined;

function exactly(x: number, into: Sum): number {
  // J. Machin (1706): π/4 = 4·arctan(1/5) − arctan(1/239).
  halfPi ??= 2n * (4n * arctanInverse(5n, BITS) - arctanInverse(239n, BITS));
  // Such an x is a multiple of 2^−32; above 2^52 it is a whole number.
  const value = Math.abs(x) < TWO_52 ? BigInt(x * TWO_32) << (BITS - 32n) : BigInt(x) << BITS;
  const turns = floorDivide(value + halfPi / 2n, halfPi);
  const rest = (value - turns * halfPi) >> (BITS - REST_BITS);
  into.set(asSum({ value: rest, bits: REST_BITS }));
  return Number(turns & 3n);
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
