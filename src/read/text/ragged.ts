import type { ListLength } from '../facts.js';

/**
 * The lists that are not as long as most of their sisters (of two equally frequent lengths, the first seen counts as right).
 *
 * @param lengths length of each; undefined for a list that is not to be judged
 * @param list what it is
 * @param of what it holds
 * @returns each with its place among the lists, from 0
 * @example ragged([3, 3, 2], 'row', 'numbers')[0].length // => { list: 'row', of: 'numbers', number: 3, found: 2, expected: 3, others: [1, 2] }
 */
export function ragged(
  lengths: readonly (number | undefined)[],
  list: ListLength['list'],
  of: ListLength['of'],
): { readonly index: number; readonly length: ListLength }[] {
  const frequency = new Map<number, number>();
  for (const length of lengths) if (length !== undefined) frequency.set(length, (frequency.get(length) ?? 0) + 1);
  if (frequency.size <= 1) return [];

  const [expected, times] = [...frequency].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  const others =
    times <= 2
      ? lengths.flatMap((length, index) => (length === expected ? [index + 1] : []))
      : { count: times, all: times === lengths.length - 1 };
  return lengths.flatMap((found, index) =>
    found === undefined || found === expected
      ? []
      : [{ index, length: { list, of, number: index + 1, found, expected, others } }],
  );
}
