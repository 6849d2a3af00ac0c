import type { OutFormat, ShowOptions } from '../show/renderer.js';

/**
 * Bytes of V8's heap that a number takes while it becomes text, the text itself included: measured on Node 20 with the least
 * `--max-old-space-size` that suffices for 1000×1000 scores, and a third more. Digits after the point come four times: as
 * text, aligned, joined in its row, joined with all rows.
 */
const BYTES = new Map<OutFormat, (precision: number) => number>([
  ['json', () => 36],
  ['jsonl', () => 36],
  ['csv', () => 260],
  ['tsv', () => 260],
  ['plain', () => 180],
  ['table', (precision) => 70 + 6 * precision],
  ['md', (precision) => 40 + 6 * precision],
  ['latex', (precision) => 30 + 6 * precision],
  ['html', () => 130],
]);
/** One stage alone is a bare matrix: its lines do not repeat the labels. */
const BARE = 36;

/**
 * Bytes of V8's heap that a result needs as text. Nothing where the width leaves cells out; pictures and binary formats do not
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
  if (format === 'table' && width !== Infinity) return 0;
  const bare = only !== undefined && (format === 'csv' || format === 'tsv');
  const repeated = !bare && (format === 'csv' || format === 'tsv' || format === 'plain') ? 6 * labelled : 0;
  return numbers * ((bare ? BARE : (BYTES.get(format)?.(precision) ?? 0)) + repeated);
}
