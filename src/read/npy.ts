import { dataError } from '../core/error.js';
import { STORAGE } from '../core/storage.js';
import { tensor, type Tensor } from '../core/tensor.js';
import { rowMajor } from './npy/column-major.js';
import type { Document, Reader, ReadOptions } from './document.js';
import { MOST_NUMBERS, tooMany } from './binary/extent.js';
import { numbersIn } from './binary/numbers.js';
import { partsOf, type Parts } from './binary/parts.js';
import { LONGEST_START, NPY_MAGIC, npyHeader } from './npy/header.js';

/**
 * The array of a .npy file. Its size is compared with the file before anything is allocated for it.
 *
 * @param where the file, for the error message
 * @param room how many numbers may be read at most
 * @throws AttnError with all that is wrong with the file
 * @example npyArray(bytes, 'q.npy').shape // gives [4, 64]
 */
export function npyArray(bytes: Uint8Array, where: string, room: number = MOST_NUMBERS): Tensor {
  return arrayIn(partsOf(where, bytes), room);
}

function arrayIn(parts: Parts, room: number = MOST_NUMBERS): Tensor {
  const where = parts.name;
  const { dtype, order, fortran, shape, count, start } = npyHeader(parts.part(0, LONGEST_START), where);
  const expected = count * STORAGE[dtype].width;
  const found = parts.size - start;
  if (found !== expected) {
    const what = `${dtype} of shape (${shape.join(', ')}) needs ${expected} bytes, found ${found}`;
    throw dataError(
      found < expected
        ? { where, what: `is cut off: ${what}`, fix: 'copy or download the file again' }
        : {
            where,
            what: `goes on after the array: ${what}`,
            fix: 'put each array into a file of its own, or all into .npz',
          },
    );
  }
  const excess = tooMany(count, where, room);
  if (excess) throw dataError(excess);
  const numbers = numbersIn(parts, start, parts.size, dtype, where, order);
  return tensor(shape, fortran ? rowMajor(numbers, shape) : numbers, { dtype });
}

/** NumPy's file of one array. */
export const npyReader: Reader = {
  format: 'npy',
  extensions: ['.npy'],
  sniff: (head) => NPY_MAGIC.every((byte, n) => head[n] === byte),
  read: async ({ name, bytes }, options) => documentOf(partsOf(name, bytes), options),
  readParts: async (parts, options) => documentOf(parts, options),
};

function documentOf(parts: Parts, { only }: ReadOptions): Document {
  if (only) {
    const what = `a .npy file holds one array, and it has no name "${only}"`;
    throw dataError({ where: parts.name, what, fix: `leave out #${only}` });
  }
  return { tensors: new Map([['', arrayIn(parts)]]), settings: new Map(), notes: [] };
}
