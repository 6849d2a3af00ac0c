import { decode } from '../core/bytes.js';
import { dataError } from '../core/error.js';
import { STORAGE } from '../core/storage.js';
import { tensor, type Tensor } from '../core/tensor.js';
import { rowMajor } from './npy/column-major.js';
import type { Reader } from './document.js';
import { MOST_NUMBERS, tooMany } from './binary/extent.js';
import { NPY_MAGIC, npyHeader } from './npy/header.js';

/**
 * The array of a .npy file. Its size is compared with the file before anything is allocated for it.
 *
 * @param where the file, for the error message
 * @param room how many numbers may be read at most
 * @throws AttnError with all that is wrong with the file
 * @example npyArray(bytes, 'q.npy').shape // gives [4, 64]
 */
export function npyArray(bytes: Uint8Array, where: string, room: number = MOST_NUMBERS): Tensor {
  const { dtype, order, fortran, shape, count, start } = npyHeader(bytes, where);
  const expected = count * STORAGE[dtype].width;
  const found = bytes.length - start;
  if (found !== expected) {
    const what = `${dtype} of shape (${shape.join(', ')}) needs ${expected} bytes, found ${found}`;
    throw dataError(found < expected
      ? { where, what: `is cut off: ${what}`, fix: 'copy or download the file again' }
      : { where, what: `goes on after the array: ${what}`, fix: 'put each array into a file of its own, or all into .npz' });
  }
  const excess = tooMany(count, where, room);
  if (excess) throw dataError(excess);
  const numbers = decode(bytes.subarray(start), dtype, where, order);
  return tensor(shape, fortran ? rowMajor(numbers, shape) : numbers, { dtype });
}

/** NumPy's file of one array. */
export const npyReader: Reader = {
  format: 'npy',
  extensions: ['.npy'],
  sniff: (head) => NPY_MAGIC.every((byte, n) => head[n] === byte),
  read: async ({ name, bytes }, { only }) => {
    if (only) {
      const what = `a .npy file holds one array, and it has no name "${only}"`;
      throw dataError({ where: name, what, fix: `leave out #${only}` });
    }
    return { tensors: new Map([['', npyArray(bytes, name)]]), settings: new Map(), notes: [] };
  },
};
