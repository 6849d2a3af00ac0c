import { encode } from '../core/bytes.js';
import { usageError } from '../core/error.js';
import { STORAGE } from '../core/storage.js';
import type { Tensor } from '../core/tensor.js';
import { namedArrays } from './parts/arrays.js';
import { joined } from './parts/pieces.js';
import type { PiecesRenderer, Renderer } from './renderer.js';

/** NumPy aligns the numbers to this, so that they can be mapped into memory. */
const ALIGNMENT = 64;

/** Magic, version 1.0, and two bytes for the length of the header. */
const PREAMBLE = 10;

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
  if (numpy === undefined) {
    throw usageError({
      what: `${name} is ${dtype}, which .npy and .npz cannot hold`,
      fix: 'write .safetensors (-o out.safetensors), or compute with --dtype float32',
    });
  }
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${width === 1 ? '|' : '<'}${numpy}', 'fortran_order': False, 'shape': (${axes}), }`;
  const bytes = new Uint8Array(Math.ceil((PREAMBLE + text.length + 1) / ALIGNMENT) * ALIGNMENT);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, bytes.length - PREAMBLE, true);
  new TextEncoder().encodeInto(`${text.padEnd(bytes.length - PREAMBLE - 1)}\n`, bytes.subarray(PREAMBLE));
  return bytes;
}

/** The one stage that `--only` names, as .npy. */
export const renderNpy: Renderer = (trace, options) => joined(renderNpyPieces(trace, options));

export const renderNpyPieces: PiecesRenderer = (trace, options) => {
  if (options.only === undefined) {
    throw usageError({
      what: 'a .npy file holds one array',
      fix: 'add --only output (or another stage), or write .npz',
    });
  }
  const [[name, array]] = [...namedArrays(trace, options)] as [[string, Tensor]];
  return npyPieces(array, name);
};
