import { isWord } from '../csv/labels.js';
import { numberCell } from '../text/cell.js';
import { gridOfRows, isElided, Unreadable, type Cell, type Grid } from './grid.js';
import { linesOf, wordsOf, type Line } from './lines.js';
import type { PrintedBy } from '../facts.js';

/** What stands between the cells of a drawn table. */
const BAR = /[|│┃║]/;
/** A line that only draws: `|---|:--:|`, `+----+----+`, `├───┼───┤`. */
const RULE = /^[\s|+:=\-─━═│┃┆┊┌┐└┘├┤┬┴┼╞╪╡╭╮╰╯╶╴]*$/;

export function isDrawnTable(lines: readonly Line[]): boolean {
  const rows = lines.filter(({ text }, index) => !RULE.test(text) && !isTitle(lines, index));
  return (
    rows.length > 0 &&
    rows.every(({ text }) => BAR.test(text)) &&
    (rows.length < lines.length || /^\s*[|│┃║].*[|│┃║]$/.test(rows[0]!.text))
  );
}

/** `weights  softmax(scaled)  2×2`: what stands above a table that attn printed. */
function isTitle(lines: readonly Line[], index: number): boolean {
  const below = lines[index + 1]?.text ?? '';
  return index === 0 && /^\w+ {2}\S/.test(lines[0]!.text) && RULE.test(below) && below !== '';
}

/**
 * A table that is drawn with bars: Markdown, Org, psql, and boxes. A first row and a first column of names become labels.
 *
 * @throws Unreadable
 */
export function drawnTable(text: string, from: number, to: number): Grid {
  const all = linesOf(text, from, to);
  const lines = isTitle(all, 0) ? all.slice(1) : all;
  const boxed = /^\s*[+╭┌╔]/.test(lines[0]?.text ?? '');
  const ruled = lines.findIndex(({ text: line }) => RULE.test(line) && /[-─━═]/.test(line));
  const rows = lines.filter(({ text: line }) => !RULE.test(line)).map((line) => cellsBetweenBars(line, boxed));
  return labelledGrid(rows, ruled === 1 || (ruled === 0 && lines.length > 3), 'any');
}

/** @param boxed several cells may stand between two bars, as in our own tables */
function cellsBetweenBars({ text, at }: Line, boxed: boolean): Cell[] {
  const cells: Cell[] = [];
  let begin = 0;
  for (let end = 0; end <= text.length; end++) {
    if (end < text.length && !BAR.test(text[end]!)) continue;
    if (end < text.length && text[end - 1] === '\\') continue;
    const written = text.slice(begin, end);
    const isEdge = written.trim() === '' && (cells.length === 0 ? begin === 0 : end === text.length);
    if (!isEdge && boxed && /\S {2,}\S/.test(written)) {
      for (const word of written.matchAll(/\S+(?: \S+)*/g)) cells.push(trimmed(word[0], at + begin + word.index));
    } else if (!isEdge) cells.push(trimmed(written, at + begin));
    begin = end + 1;
  }
  return cells;
}

/** A cell without the blanks and the signs of emphasis around it. */
function trimmed(written: string, at: number): Cell {
  const lead = /^[\s*`_$]*/.exec(written)![0].length;
  const bare = written.slice(lead).replace(/[\s*`_$]+$/, '');
  return { text: bare, at: at + lead };
}

/**
 * Rows of cells of which the first may hold the names of the columns, and the first column the names of the rows.
 *
 * @param ruled the first row stands above a line: 0, 1, 2, … there are names too
 */
export function labelledGrid(rows: readonly (readonly Cell[])[], ruled: boolean, program: PrintedBy): Grid {
  const [first] = rows;
  if (!first) throw new Unreadable(0, { code: 'printed-empty' });
  const gap = rows.flat().find(({ text }) => isElided(text));
  if (gap) throw new Unreadable(gap.at, { code: 'printed-elided', found: gap.text, program });
  const names = (cells: readonly Cell[]): boolean => cells.every(({ text }) => text === '' || isWord(text));
  const isHeader = rows.length > 1 && (names(first) || (ruled && isCount(first)));
  const body = isHeader ? rows.slice(1) : rows;
  const words = body.filter(([cell]) => isWord(cell?.text ?? '')).length;
  const corner = isHeader && first.length > 1 && /^(?:index|Unnamed: 0)?$/i.test(first[0]!.text);
  const hasNames = corner || (first.length > 1 && words > body.length / 2);
  const left = hasNames ? 1 : 0;
  // Rows of a header that names no corner are one longer.
  const short = isHeader && body.every((row) => row.length === first.length + 1);
  const columns = isHeader && !first.slice(short ? 0 : left).every(({ text }) => text === '');
  return gridOfRows(
    body.map((row) => row.slice(short ? 1 : left)),
    {
      ...((hasNames || short) && { rows: body.map(([cell]) => cell!.text) }),
      ...(columns && { columns: first.slice(short ? 0 : left).map(({ text }) => text) }),
    },
  );
}

/** 0, 1, 2, … or 1, 2, 3, …, perhaps behind an empty corner. */
function isCount(cells: readonly Cell[]): boolean {
  const counted = cells[0]?.text === '' ? cells.slice(1) : cells;
  const [start] = counted;
  if (!start || !/^[01]$/.test(start.text) || counted.length < 2) return false;
  return counted.every(({ text }, index) => text === String(Number(start.text) + index));
}

/**
 * Is this a data frame as pandas or R prints it: names above, one fewer than there are cells in each row?
 */
export function isFrame(lines: readonly Line[]): boolean {
  const [header, row] = lines.filter(({ text }) => !FOOTER.test(text));
  if (!header || !row) return false;
  const names = wordsOf(header).filter(({ text }) => text !== '\\');
  const cells = wordsOf(row);
  if (names.length === 0 || cells.length !== names.length + 1) return false;
  const named = names.every(({ text }) => isWord(text)) || isCount(names);
  return named && cells.slice(1).every(({ text }) => numberCell(text) !== undefined || isElided(text));
}

/** `[3 rows x 4 columns]`, and pandas' names of the axes. */
const FOOTER = /^\s*\[\d+ rows x \d+ columns\]\s*$/;

/**
 * A printed data frame; a wide one comes in blocks of columns, with a backslash behind the names.
 *
 * @throws Unreadable
 */
export function frameGrid(text: string, from: number, to: number): Grid {
  const lines = linesOf(text, from, to).filter(({ text: line }) => !FOOTER.test(line));
  const columns: string[] = [];
  const rows: Cell[][] = [];
  let row = 0;
  let width = -1;
  for (const line of lines) {
    const words = wordsOf(line).filter(({ text: word }) => word !== '\\');
    const gap = words.find((word) => isElided(word.text));
    if (gap) throw new Unreadable(gap.at, { code: 'printed-elided', found: gap.text, program: 'pandas' });
    if (
      width < 0 ||
      (rows.length > 0 && row === rows.length && words.length !== width + 1) ||
      startsBlock(lines, line, rows, row)
    ) {
      columns.push(...words.map(({ text: word }) => word));
      width = words.length;
      row = 0;
      continue;
    }
    if (words.length !== width + 1)
      throw new Unreadable(line.at, {
        code: 'printed-row-length',
        row: row + 1,
        found: words.length - 1,
        expected: width,
      });
    (rows[row] ??= [words[0]!]).push(...words.slice(1));
    row++;
  }
  const grid = gridOfRows(rows.map((cells) => cells.slice(1)));
  return { ...grid, rows: rows.map(([name]) => name!.text), columns };
}

/** Names again, and then the same rows: the next block of columns. */
function startsBlock(lines: readonly Line[], line: Line, rows: readonly Cell[][], row: number): boolean {
  const next = lines[lines.indexOf(line) + 1];
  return (
    row > 0 &&
    next !== undefined &&
    rows[0]![0]!.text === wordsOf(next)[0]!.text &&
    wordsOf(next).length === wordsOf(line).filter(({ text }) => text !== '\\').length + 1
  );
}
