import { tensor, type Tensor } from '../../core/index.js';
import { beyond, MOST_MEMORY, MOST_NUMBERS, tooMany } from '../extent.js';
import { dataError } from '../facts.js';
import { numbersIn } from '../numbers.js';
import { partsOf, type Parts } from '../parts.js';
import { STORAGE } from '../storage.js';
import { rowMajor } from './column-major.js';
import { LONGEST_START, npyHeader, type NpyHeader } from './header.js';
import { NPY_MAGIC } from './magic.js';

/** Whether a file begins like a .npy file. @param head its first bytes */
export function isNpy(head: Uint8Array): boolean {
  return NPY_MAGIC.every((byte, n) => head[n] === byte);
}

/**
 * The array of a .npy file. Its size is compared with the file before anything is allocated for it.
 *
 * @param where the file, for the error message
 * @param room how many numbers may be read at most
 * @throws AttnError with all that is wrong with the file
 * @example npyArray(bytes, 'q.npy').shape // gives [4, 64]
 */
export function npyArray(bytes: Uint8Array, where: string, room: number = MOST_NUMBERS): Tensor {
  return npyArrayIn(partsOf(where, bytes), room);
}

/** The same from a file that is read part by part. */
export function npyArrayIn(parts: Parts, room: number = MOST_NUMBERS, memory: number = MOST_MEMORY): Tensor {
  const where = parts.name;
  const { dtype, order, fortran, shape, start } = npyExtent(
    parts.part(0, LONGEST_START),
    parts.size,
    where,
    room,
    memory,
  );
  const numbers = numbersIn(parts, start, parts.size, dtype, where, order);
  return tensor(shape, fortran ? rowMajor(numbers, shape) : numbers, { dtype });
}

/**
 * The header of an array whose size is that of its file, and which is not too large: known before its numbers are read.
 *
 * @param head the first bytes, the header among them
 * @param size of the whole file
 * @throws AttnError when they do not agree, or it is too large
 */
export function npyExtent(head: Uint8Array, size: number, where: string, room: number, memory: number): NpyHeader {
  const header = npyHeader(head, where);
  const { dtype, shape, count, start } = header;
  const expected = count * STORAGE[dtype].width;
  const found = size - start;
  if (found !== expected)
    throw dataError({ where: { source: where }, code: 'npy-size', found, expected, dtype, shape });
  const excess = tooMany(count, where, room) ?? beyond(8 * count, where, memory);
  if (excess) throw dataError(excess);
  return header;
}
