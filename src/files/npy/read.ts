import { tensor, type Tensor } from '../../core/index.js';
import { MOST_NUMBERS, tooMany } from '../extent.js';
import { dataError } from '../facts.js';
import { numbersIn } from '../numbers.js';
import { partsOf, type Parts } from '../parts.js';
import { STORAGE } from '../storage.js';
import { rowMajor } from './column-major.js';
import { LONGEST_START, npyHeader } from './header.js';
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
export function npyArrayIn(parts: Parts, room: number = MOST_NUMBERS): Tensor {
  const where = parts.name;
  const { dtype, order, fortran, shape, count, start } = npyHeader(parts.part(0, LONGEST_START), where);
  const expected = count * STORAGE[dtype].width;
  const found = parts.size - start;
  if (found !== expected)
    throw dataError({ where: { source: where }, code: 'npy-size', found, expected, dtype, shape });
  const excess = tooMany(count, where, room);
  if (excess) throw dataError(excess);
  const numbers = numbersIn(parts, start, parts.size, dtype, where, order);
  return tensor(shape, fortran ? rowMajor(numbers, shape) : numbers, { dtype });
}
