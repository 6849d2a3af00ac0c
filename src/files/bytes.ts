import {
  bfloat16Bits,
  bfloat16Value,
  type CoreFacts,
  type DType,
  errorsOf,
  float16Bits,
  float16Value,
  type Tensor,
} from '../core/index.js';
import { STORAGE } from './storage.js';

const { dataError } = errorsOf<CoreFacts>();

/** Whether the machine itself keeps the lowest byte first. */
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * Numbers from the bytes of a file. Little-endian float64 that lies on a multiple of 8 is not copied: the result is a
 * view of `bytes`.
 *
 * @param bytes exactly the numbers, one after the other
 * @param where for the error message: `q.npy`, `bundle.npz#q`
 * @throws AttnError for a 64-bit integer that float64 cannot hold, and for a boolean that is neither 0 nor 1
 * @example decode(Uint8Array.of(0, 0x3c), 'float16', 'q.npy') // => Float64Array [1]
 */
export function decode(
  bytes: Uint8Array,
  dtype: DType,
  where: string,
  order: 'little' | 'big' = 'little',
): Float64Array {
  const { width } = STORAGE[dtype];
  const own = inMachineOrder(bytes, width, order);
  const { buffer, byteOffset: start } = own;
  const count = own.byteLength / width;
  switch (dtype) {
    case 'float64':
      return new Float64Array(buffer, start, count);
    case 'float32':
      return new Float64Array(new Float32Array(buffer, start, count));
    case 'float16':
      return each(new Uint16Array(buffer, start, count), new Float64Array(count), float16Value);
    case 'bfloat16':
      return each(new Uint16Array(buffer, start, count), new Float64Array(count), bfloat16Value);
    case 'int8':
      return new Float64Array(new Int8Array(buffer, start, count));
    case 'uint8':
      return new Float64Array(own);
    case 'int16':
      return new Float64Array(new Int16Array(buffer, start, count));
    case 'uint16':
      return new Float64Array(new Uint16Array(buffer, start, count));
    case 'int32':
      return new Float64Array(new Int32Array(buffer, start, count));
    case 'uint32':
      return new Float64Array(new Uint32Array(buffer, start, count));
    case 'int64':
      return exactly(new BigInt64Array(buffer, start, count), where);
    case 'uint64':
      return exactly(new BigUint64Array(buffer, start, count), where);
    case 'bool':
      return truths(own, where);
  }
}

/**
 * The bytes of a tensor in the type it carries, little-endian, row-major. Floating numbers are rounded once, from
 * float64; whole numbers must fit. For float64 the result is a view of the tensor's own numbers.
 *
 * @throws AttnError for a number that an integer or boolean type cannot hold
 * @example encode(tensor([1], [1], { dtype: 'float16' }), 'q') // => Uint8Array [0, 0x3c]
 */
export function encode({ data, dtype }: Tensor, where: string): Uint8Array {
  const numbers = inType(data, dtype, where);
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  return LITTLE_ENDIAN ? bytes : swapped(bytes, STORAGE[dtype].width);
}

type Stored =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

function inType(data: Float64Array, dtype: DType, where: string): Stored {
  const whole = (lowest: number, end: number): Float64Array => wholeNumbers(data, lowest, end, dtype, where);
  switch (dtype) {
    case 'float64':
      return data;
    case 'float32':
      return new Float32Array(data);
    case 'float16':
      return each(data, new Uint16Array(data.length), float16Bits);
    case 'bfloat16':
      return each(data, new Uint16Array(data.length), bfloat16Bits);
    case 'int8':
      return new Int8Array(whole(-128, 128));
    case 'uint8':
      return new Uint8Array(whole(0, 256));
    case 'int16':
      return new Int16Array(whole(-(2 ** 15), 2 ** 15));
    case 'uint16':
      return new Uint16Array(whole(0, 2 ** 16));
    case 'int32':
      return new Int32Array(whole(-(2 ** 31), 2 ** 31));
    case 'uint32':
      return new Uint32Array(whole(0, 2 ** 32));
    case 'int64':
      return each(whole(-(2 ** 63), 2 ** 63), new BigInt64Array(data.length), BigInt);
    case 'uint64':
      return each(whole(0, 2 ** 64), new BigUint64Array(data.length), BigInt);
    case 'bool':
      return new Uint8Array(whole(0, 2));
  }
}

/** TypedArray.from does the same at a hundredth of the speed. */
function each<Cell, To extends { [n: number]: Cell }>(
  from: ArrayLike<number>,
  to: To,
  change: (x: number) => Cell,
): To {
  const cells: { [n: number]: Cell } = to;
  for (let n = 0; n < from.length; n++) cells[n] = change(from[n] as number);
  return to;
}

function wholeNumbers(data: Float64Array, lowest: number, end: number, dtype: DType, where: string): Float64Array {
  for (let n = 0; n < data.length; n++) {
    const x = data[n] as number;
    if (Number.isInteger(x) && x >= lowest && x < end) continue;
    throw dataError({ code: 'number-not-in-type', where: { source: where }, number: n + 1, value: x, dtype });
  }
  return data;
}

function exactly(integers: BigInt64Array | BigUint64Array, where: string): Float64Array {
  const numbers = new Float64Array(integers.length);
  for (let n = 0; n < integers.length; n++) {
    const integer = integers[n] as bigint;
    const x = Number(integer);
    if (!Number.isSafeInteger(x) && BigInt(x) !== integer) {
      throw dataError({
        code: 'integer-not-exact',
        where: { source: where },
        number: n + 1,
        value: String(integer),
        nearest: String(BigInt(x)),
      });
    }
    numbers[n] = x;
  }
  return numbers;
}

function truths(bytes: Uint8Array, where: string): Float64Array {
  const wrong = bytes.findIndex((byte) => byte > 1);
  if (wrong >= 0) {
    throw dataError({ code: 'not-boolean', where: { source: where }, number: wrong + 1, value: bytes[wrong]! });
  }
  return new Float64Array(bytes);
}

/** The same bytes where they can be viewed as numbers at once, else a copy that can. */
function inMachineOrder(bytes: Uint8Array, width: number, order: 'little' | 'big'): Uint8Array {
  if (width > 1 && (order === 'little') !== LITTLE_ENDIAN) return swapped(bytes, width);
  return bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
}

function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const copy = new Uint8Array(bytes);
  for (let start = 0; start < copy.length; start += width) {
    for (let low = start, high = start + width - 1; low < high; low++, high--) {
      copy[low] = bytes[high] as number;
      copy[high] = bytes[low] as number;
    }
  }
  return copy;
}
