import { decode } from './bytes.js';
import { STORAGE } from './storage.js';
import type { DType } from '../core/index.js';
import type { Parts } from './parts.js';

/** A multiple of every width. */
const PIECE = 2 ** 24;

/** Types whose numbers are named in errors by their place: they are decoded at once. */
const CHECKED: ReadonlySet<DType> = new Set(['int64', 'uint64', 'bool']);

/**
 * The numbers between two bytes of a file. They are read and widened piece by piece, so that the file's bytes and all the numbers
 * never stand in memory together; float64 needs no second place at all.
 *
 * @throws AttnError as `decode` does
 */
export function numbersIn(
  parts: Parts,
  start: number,
  end: number,
  dtype: DType,
  where: string,
  order: 'little' | 'big' = 'little',
): Float64Array {
  if (dtype === 'float64' || CHECKED.has(dtype) || end - start <= PIECE)
    return decode(parts.part(start, end), dtype, where, order);
  const { width } = STORAGE[dtype];
  const numbers = new Float64Array((end - start) / width);
  for (let from = start; from < end; from += PIECE) {
    numbers.set(decode(parts.part(from, Math.min(from + PIECE, end)), dtype, where, order), (from - start) / width);
  }
  return numbers;
}
