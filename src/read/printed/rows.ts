import { isElided, gridOfRows, gridOfSlices, Unreadable, type Cell, type Grid } from './grid.js';
import { blanksEnd } from '../text/literal-cells.js';
import { linesOf, wordsOf, type Line } from './lines.js';

/** `1.0e+03 *`, as MATLAB prints it above the rows. */
const FACTOR = /^\s*([+-]?\d[\d.]*(?:[eE][+-]?\d+)?)\s*\*\s*$/;
/** `Columns 1 through 8`, `Columns 9 and 10`, `Column 11` */
const BLOCK = /^\s*Columns? \d+(?: (?:through|to|and) \d+)?:?\s*$/i;
/** `A(:,:,2) =` or `ans(:,:,1,2) =` */
const SLICE = /^\s*\w+\(:\s*,\s*:((?:\s*,\s*\d+)+)\)\s*=\s*$/;
/** A number at its beginning. */
const NUMBER = /^\s*[-+(]?\s*(?:\.?\d|(?:inf|nan|true|false)\b)/i;

/** Rows of numbers without brackets. */
export function isRows(lines: readonly Line[]): boolean {
  const numbers = lines.filter(({ text }) => !FACTOR.test(text) && !BLOCK.test(text) && !SLICE.test(text));
  return numbers.length > 0 && numbers.every(({ text }) => NUMBER.test(text));
}

/** Is there something around the rows that only MATLAB prints? */
export function isMatlab(lines: readonly Line[]): boolean {
  return lines.some(({ text }) => FACTOR.test(text) || BLOCK.test(text) || SLICE.test(text)) && isRows(lines);
}

/**
 * Rows of numbers, each on its line or ended with a semicolon: `1 0; 0 1`, cells of a spreadsheet, and what MATLAB and Octave
 * print (wide matrices in blocks of columns, a common factor above them, slices along further axes).
 *
 * @throws Unreadable
 */
export function rowsGrid(text: string, from: number, to: number): Grid {
  const slices: { index: number[]; rows: Cell[][] }[] = [];
  let factor: Cell | undefined;
  let row = 0;
  let block = false;
  for (const line of linesOf(text, from, to)) {
    const slice = SLICE.exec(line.text);
    const scale = FACTOR.exec(line.text);
    if (slice) slices.push({ index: slice[1]!.split(',').slice(1).map(Number), rows: [] });
    else if (slices.length === 0) slices.push({ index: [], rows: [] });
    if (slice || BLOCK.test(line.text)) {
      block ||= !slice;
      row = 0;
      continue;
    }
    if (scale) {
      factor ??= { text: scale[1]!, at: line.at };
      continue;
    }
    const { rows } = slices.at(-1)!;
    for (const cells of rowsIn(line)) {
      const gap = cells.find((cell) => isElided(cell.text));
      if (gap) throw new Unreadable(gap.at, { code: 'printed-elided', found: gap.text, program: 'any' });
      if (block) (rows[row++] ??= []).push(...cells);
      else rows.push(cells);
    }
  }
  const grid = gridOfSlices(slices.map(({ index, rows }) => ({ index, grid: gridOfRows(rows) })));
  return { ...grid, ...(factor && { factor }) };
}

/** The rows of one line: semicolons end them; tabs, commas or blanks stand between cells. */
function rowsIn(line: Line): Cell[][] {
  const rows: Cell[][] = [];
  let at = 0;
  for (const part of line.text.split(';')) {
    const piece = { text: part, at: line.at + at };
    at += part.length + 1;
    if (!/\S/.test(part)) continue;
    if (/[,\t]/.test(part)) {
      const cells = wordsOf(piece, 0, part.includes(',') ? /[^,]+/g : /[^\t]+/g).map(({ text, at: place }) => {
        const lead = text.length - text.trimStart().length;
        return { text: text.trim(), at: place + lead };
      });
      rows.push(cells.filter(({ text }) => text !== ''));
    } else rows.push(blankCells(piece));
  }
  return rows;
}

function blankCells({ text, at }: { text: string; at: number }): Cell[] {
  const cells: Cell[] = [];
  let begin = -1;
  let depth = 0;
  for (let end = 0; end <= text.length; end++) {
    const sign = text[end];
    if (sign === '(') depth++;
    if (sign === ')') depth--;
    const isBlank = sign === undefined || /\s/.test(sign);
    if (!isBlank) {
      if (begin < 0) begin = end;
      continue;
    }
    if (begin < 0 || depth > 0) continue;
    let next = end;
    while (next < text.length && /\s/.test(text[next]!)) next++;
    if (next < text.length && !blanksEnd(text, end, next)) continue;
    cells.push({ text: text.slice(begin, end), at: at + begin });
    begin = -1;
  }
  return cells;
}
