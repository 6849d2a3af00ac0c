import type { Tensor } from '../../core/index.js';
import { encode } from '../bytes.js';
import { usageError } from '../facts.js';
import { joined } from '../pieces.js';
import { STORAGE } from '../storage.js';
import { NPY_MAGIC, NPY_PREAMBLE } from './magic.js';

/** NumPy aligns the numbers to this, so that they can be mapped into memory. */
const ALIGNMENT = 64;

/**
 * A tensor as a .npy file: version 1.0, little-endian, row-major, in the tensor's own type, rounded once. Byte for
 * byte what `np.save` writes for the same array.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @param name what to call the array in an error
 * @throws AttnError for bfloat16, which NumPy does not have, and for a number that the type cannot hold
 * @example encodeNpy(matrix([[1, 0], [0, 1]])).length // => 160
 */
export function encodeNpy(tensor: Tensor, name = 'the array'): Uint8Array {
  return joined(npyPieces(tensor, name));
}

/** The header, then the numbers. */
export function npyPieces(tensor: Tensor, name: string): [header: Uint8Array, numbers: Uint8Array] {
  return [npyHeader(tensor, name), encode(tensor, name)];
}

/** What stands before the numbers. @throws AttnError for bfloat16 */
export function npyHeader({ shape, dtype }: Tensor, name: string): Uint8Array {
  const { width, numpy } = STORAGE[dtype];
  if (numpy === undefined) throw usageError({ code: 'npy-cannot-hold', name, dtype });
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${width === 1 ? '|' : '<'}${numpy}', 'fortran_order': False, 'shape': (${axes}), }`;
  const bytes = new Uint8Array(Math.ceil((NPY_PREAMBLE + text.length + 1) / ALIGNMENT) * ALIGNMENT);
  bytes.set([...NPY_MAGIC, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, bytes.length - NPY_PREAMBLE, true);
  new TextEncoder().encodeInto(`${text.padEnd(bytes.length - NPY_PREAMBLE - 1)}\n`, bytes.subarray(NPY_PREAMBLE));
  return bytes;
}
