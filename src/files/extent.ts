import type { FilesFault } from './facts.js';
import { shorten } from './shorten.js';

/** Most numbers read at once: 2 GiB of them as float64. */
export const MOST_NUMBERS = 2 ** 28;

/** Most bytes of numbers in memory, unless somebody says another limit. */
export const MOST_MEMORY = 8 * MOST_NUMBERS;

/** NumPy's own limit: https://numpy.org/doc/stable/release/2.0.0-notes.html (NPY_MAXDIMS). */
const MOST_AXES = 64;

/**
 * How many numbers a shape from a file stands for, or why it cannot be one. Every axis and every product on the way
 * is checked: 4294967296 × 4294967296 is not a safe integer though both axes are, and a later 0 does not mend it.
 *
 * @example countOf([3, 4]) // => 12
 */
export function countOf(shape: readonly number[]): number | FilesFault {
  if (shape.length > MOST_AXES) {
    return { code: 'shape-axes', found: shape.length, most: MOST_AXES };
  }
  let count = 1;
  for (const [n, axis] of shape.entries()) {
    if (!Number.isSafeInteger(axis) || axis < 0) {
      return { code: 'shape-axis', axis: n + 1, found: axis };
    }
    count *= axis;
    if (!Number.isSafeInteger(count)) return { code: 'shape-too-large', shape: shorten(shape.join('×')) };
  }
  return count;
}

/**
 * Why so many numbers are not read, if they are too many. Asked before anything is allocated for them.
 *
 * @param room how many may still be read
 */
export function tooMany(count: number, where: string, room: number = MOST_NUMBERS): FilesFault | undefined {
  if (count <= room) return undefined;
  return { where: { source: where }, code: 'too-many-numbers', found: count, most: MOST_NUMBERS };
}

/**
 * Why so many bytes are not read, if they are too many for a limit that somebody said. Asked before anything is read or unpacked.
 *
 * @param bytes what the numbers need in memory, eight bytes each
 */
export function beyond(bytes: number, where: string, most: number): FilesFault | undefined {
  return bytes > most ? { where: { source: where }, code: 'beyond-memory-limit', found: bytes, most } : undefined;
}
