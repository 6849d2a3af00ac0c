import { gridOfRows, gridOfSlices, isElided, Unreadable, type Cell, type Grid } from './grid.js';
import { linesOf, wordsOf, type Line } from './lines.js';

/** `     [,1] [,2]` */
const COLUMNS = /^\s*\[,\d+\](?:\s+\[,\d+\])*\s*$/;
/** `[1,]  0.5  0.25` */
const ROW = /^\s*\[(\d+),\]/;
/** `[1] 0.5 0.25` */
const ITEMS = /^\s*\[\d+\](?=\s)/;
/** `, , 2` */
const SLICE = /^\s*,\s*,\s*(\d+(?:\s*,\s*\d+)*)\s*$/;

export function isR(lines: readonly Line[]): boolean {
  const first = lines[0]?.text ?? '';
  if (SLICE.test(first) || COLUMNS.test(first)) return true;
  return lines.length > 0 && lines.every(({ text }) => ITEMS.test(text));
}

/**
 * What R prints of a vector, a matrix or an array without names; wide ones in blocks of columns. The axes of `A[i, j, k]` stay
 * in this order.
 *
 * @throws Unreadable
 */
export function rGrid(text: string, from: number, to: number): Grid {
  const lines = linesOf(text, from, to);
  if (ITEMS.test(lines[0]!.text)) {
    const cells = lines.flatMap((line) => wordsOf(line, ITEMS.exec(line.text)![0].length));
    return { shape: [cells.length], cells };
  }
  const slices: { index: number[]; rows: Cell[][] }[] = [];
  for (const line of lines) {
    const slice = SLICE.exec(line.text);
    if (slice) {
      slices.push({ index: slice[1]!.split(',').map(Number), rows: [] });
      continue;
    }
    if (slices.length === 0) slices.push({ index: [], rows: [] });
    if (COLUMNS.test(line.text)) continue;
    const row = ROW.exec(line.text);
    if (!row) {
      if (/reached|omitted|max\.print/.test(line.text))
        throw new Unreadable(line.at, { code: 'printed-elided', found: line.text.trim().slice(0, 60), program: 'r' });
      throw new Unreadable(line.at, { code: 'printed-unexpected', found: line.text.trim().slice(0, 40) });
    }
    const { rows } = slices.at(-1)!;
    const words = wordsOf(line, row[0].length);
    const gap = words.find((word) => isElided(word.text));
    if (gap) throw new Unreadable(gap.at, { code: 'printed-elided', found: gap.text, program: 'r' });
    (rows[Number(row[1]) - 1] ??= []).push(...words);
  }
  return gridOfSlices(slices.map(({ index, rows }) => ({ index, grid: gridOfRows(rows) })));
}
