import { countOf } from '../extent.js';
import type { FilesFault } from '../facts.js';
import { decode } from '../bytes.js';
import { numbersIn } from '../numbers.js';
import type { Parts } from '../parts.js';
import type { TensorView } from './objects.js';

/** Where the numbers of a tensor lie in its storage. */
export interface Extent {
  readonly count: number;
  /** The storage's numbers from `first` to `end`. */
  readonly first: number;
  readonly end: number;
  /** They lie one after the other, in order. */
  readonly contiguous: boolean;
}

/** The extent of a tensor, or why it cannot be one of its storage. @param stored how many numbers of the tensor's type the storage has */
export function extentOf({ shape, strides, offset }: TensorView, stored: number): Extent | FilesFault {
  const count = countOf(shape);
  if (typeof count === 'object') return count;
  const places = [offset, ...strides];
  if (strides.length !== shape.length || !places.every((n) => Number.isSafeInteger(n) && n >= 0))
    return { code: 'torch-strides', offset, shape: shape.join(', '), strides: strides.join(', ') };
  if (count === 0) return { count, first: 0, end: 0, contiguous: true };
  const last = shape.reduce((sum, axis, n) => sum + (axis - 1) * strides[n]!, offset);
  if (!(last < stored)) return { code: 'torch-outside', found: last + 1, most: stored };
  let step = 1;
  let contiguous = true;
  for (let n = shape.length - 1; n >= 0; n--) {
    if (shape[n] !== 1 && strides[n] !== step) contiguous = false;
    step *= shape[n]!;
  }
  return { count, first: offset, end: last + 1, contiguous };
}

/**
 * The numbers of a tensor, row by row. Only the bytes between its first and its last number are asked for.
 *
 * @param storage the bytes of its storage
 * @param dtype with the bytes of one number, `width`
 */
export function numbersOfView(
  storage: Parts,
  view: TensorView,
  { first, end, count, contiguous }: Extent,
  where: string,
  order: 'little' | 'big',
): Float64Array {
  const { width } = view.type;
  const dtype = view.type.dtype!;
  if (contiguous) return numbersIn(storage, first * width, end * width, dtype, where, order);
  const span = storage.part(first * width, end * width);
  const bytes = new Uint8Array(count * width);
  gather(cellsOf(span, width), cellsOf(bytes, width), view);
  return decode(bytes, dtype, where, order);
}

type Cells = Uint8Array | Uint16Array | Uint32Array | BigUint64Array;

/** The bytes as whole cells of one number each, copied where they do not lie on a multiple of it. */
function cellsOf(bytes: Uint8Array, width: number): Cells {
  const own = bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
  const { buffer, byteOffset, byteLength } = own;
  const count = byteLength / width;
  if (width === 1) return own;
  if (width === 2) return new Uint16Array(buffer, byteOffset, count);
  if (width === 4) return new Uint32Array(buffer, byteOffset, count);
  return new BigUint64Array(buffer, byteOffset, count);
}

/** Copies the cells in the order of the axes, the last one fastest. */
function gather(from: Cells, to: Cells, { shape, strides }: TensorView): void {
  const source = from as { readonly [n: number]: number };
  const target = to as { [n: number]: number };
  const index = shape.map(() => 0);
  let at = 0;
  for (let n = 0; n < to.length; n++) {
    target[n] = source[at]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      at -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
}
