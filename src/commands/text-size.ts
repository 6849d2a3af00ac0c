import { formatFacts, type OutFormat, type ShowOptions } from '../show/index.js';

/**
 * Bytes of V8's heap that a result needs as text. Nothing where the width leaves cells out; binary formats and most pictures do not
 * grow with all cells.
 *
 * @param numbers how many are written
 * @param labelled characters of a row's and a column's label together, as far as every line repeats them
 */
export function textBytes(
  format: OutFormat,
  numbers: number,
  labelled: number,
  { only, precision, width }: Pick<ShowOptions, 'only' | 'precision' | 'width'>,
): number {
  const { heap } = formatFacts(format);
  if (!heap || (heap.clipped && width !== Infinity)) return 0;
  if (only !== undefined && heap.bare !== undefined) return numbers * heap.bare;
  const one = heap.number + (heap.digit ?? 0) * precision + (heap.repeatsLabels ? 6 * labelled : 0);
  return Math.min(numbers * one, heap.most ?? Infinity);
}
