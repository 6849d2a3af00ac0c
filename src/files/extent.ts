import type { TextFault } from '../core/error.js';
import { shorten } from './shorten.js';

/** Most numbers read at once: 2 GiB of them as float64. */
export const MOST_NUMBERS = 2 ** 28;

/** NumPy's own limit: https://numpy.org/doc/stable/release/2.0.0-notes.html (NPY_MAXDIMS). */
const MOST_AXES = 64;

/**
 * How many numbers a shape from a file stands for, or why it cannot be one. Every axis and every product on the way
 * is checked: 4294967296 × 4294967296 is not a safe integer though both axes are, and a later 0 does not mend it.
 *
 * @example countOf([3, 4]) // => 12
 */
export function countOf(shape: readonly number[]): number | TextFault {
  if (shape.length > MOST_AXES) {
    return { what: `the shape has ${shape.length} axes`, fix: `use at most ${MOST_AXES}; attention has 2 to 4` };
  }
  let count = 1;
  for (const [n, axis] of shape.entries()) {
    if (!Number.isSafeInteger(axis) || axis < 0) {
      return { what: `axis ${n + 1} of the shape is ${axis}: a length is a whole number from 0 to 2^53 − 1` };
    }
    count *= axis;
    if (!Number.isSafeInteger(count)) return { what: `the shape ${shorten(shape.join('×'))} is too large to be real` };
  }
  return count;
}

/**
 * Why so many numbers are not read, if they are too many. Asked before anything is allocated for them.
 *
 * @param room how many may still be read
 */
export function tooMany(count: number, where: string, room: number = MOST_NUMBERS): TextFault | undefined {
  if (count <= room) return undefined;
  return {
    where,
    what: `holds ${grouped(count)} numbers: at most ${grouped(MOST_NUMBERS)} are read from one input`,
    fix: 'read one array alone (file#name), or a part of it',
  };
}

/** 268435456 → 268,435,456. */
export function grouped(count: number | bigint): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
