/** A list whose length is not that of most of its sisters. */
export interface Ragged {
  readonly index: number;
  /** `row 3 has 2 numbers, rows 1 and 2 have 3`. */
  readonly what: string;
}

/**
 * The rows that are not as long as most rows (of two equally frequent lengths, the first seen counts as right).
 *
 * @param lengths length of each row; undefined for a row that is not to be judged
 * @param row what a row is called
 * @param unit what it holds, in the plural
 * @example ragged([3, 3, 2], 'row', 'numbers')[0].what // => 'row 3 has 2 numbers, rows 1 and 2 have 3'
 */
export function ragged(lengths: readonly (number | undefined)[], row: string, unit: string): Ragged[] {
  const frequency = new Map<number, number>();
  for (const length of lengths) if (length !== undefined) frequency.set(length, (frequency.get(length) ?? 0) + 1);
  if (frequency.size <= 1) return [];

  const [usual, times] = [...frequency].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  const others = usualRows(lengths, usual, times, row);
  const found: Ragged[] = [];
  lengths.forEach((length, index) => {
    if (length === undefined || length === usual) return;
    const held = length === 1 ? `1 ${unit.replace(/s$/, '')}` : `${length === 0 ? 'no' : length} ${unit}`;
    found.push({ index, what: `${row} ${index + 1} has ${held}, ${others} ${usual}` });
  });
  return found;
}

function usualRows(lengths: readonly (number | undefined)[], usual: number, times: number, row: string): string {
  if (times <= 2) {
    const numbers = lengths.flatMap((length, index) => (length === usual ? [index + 1] : []));
    return times === 1 ? `${row} ${numbers[0]} has` : `${row}s ${numbers.join(' and ')} have`;
  }
  return times === lengths.length - 1 ? `the other ${times} ${row}s have` : `most ${row}s have`;
}
