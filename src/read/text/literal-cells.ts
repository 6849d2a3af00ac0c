import type { ReadFault } from '../facts.js';

/** One cell of a literal, as written, and where it begins. */
export interface LiteralCell {
  readonly text: string;
  readonly at: number;
}

/** Signs that can only stand between two values: a blank beside them ends no cell. `+` and `-` are looked at by themselves. */
const BETWEEN = /[*/^%<>=!?:]/;
const BLANK = /[^\S\r\n]/;

/**
 * Cuts `[1 0; 0 sqrt(2)/2]` into rows of cells by MATLAB's rules: `;` or a new line ends a row; a comma ends a cell, and so do
 * blanks outside brackets unless an operator stands there: `[1 -1]` is two cells, `[1 - 1]` and `[1 -  1]` one.
 * https://www.mathworks.com/help/matlab/math/creating-and-concatenating-matrices.html
 *
 * @param text from the opening bracket on
 * @param fail called with the offset and what is wrong there
 * @example literalRows('[1 -1; 2, 3]', fail).map((row) => row.map((cell) => cell.text)) // gives [['1', '-1'], ['2', '3']]
 */
export function literalRows(text: string, fail: (at: number, fault: ReadFault) => never): LiteralCell[][] {
  const rows: LiteralCell[][] = [];
  let row: LiteralCell[] = [];
  let begin = -1;
  let depth = 0;
  // Where a comma waits for its cell.
  let comma = -1;
  const endCell = (at: number): void => {
    if (begin < 0) return;
    row.push({ text: text.slice(begin, at).trimEnd(), at: begin });
    begin = -1;
    comma = -1;
  };
  const endRow = (at: number): void => {
    endCell(at);
    if (comma >= 0) fail(comma, { code: 'literal-cell-missing', side: 'after' });
    if (row.length > 0) rows.push(row);
    row = [];
  };

  const open = text.indexOf('[');
  for (let at = open + 1; at < text.length; at++) {
    const sign = text[at]!;
    if (sign === '(') depth++;
    if (sign === ')') depth = Math.max(0, depth - 1);
    if (sign === '[' || sign === '{') fail(at, { code: 'literal-bracket-inside', found: sign });
    if (sign === ']') {
      endRow(at);
      const rest = text.slice(at + 1).trimStart();
      if (rest !== '') fail(text.length - rest.length, { code: 'literal-goes-on' });
      return rows;
    }
    if (depth > 0) {
      if (begin < 0) begin = at;
    } else if (sign === ';' || sign === '\n' || sign === '\r') {
      endRow(at);
    } else if (sign === ',') {
      endCell(at);
      if (comma >= 0 || row.length === 0) fail(at, { code: 'literal-cell-missing', side: 'before' });
      comma = at;
    } else if (BLANK.test(sign)) {
      let end = at + 1;
      while (end < text.length && BLANK.test(text[end]!)) end++;
      if (begin >= 0 && blanksEnd(text, at, end)) endCell(at);
      at = end - 1;
    } else if (begin < 0) {
      begin = at;
    }
  }
  return fail(text.length, { code: 'literal-not-closed' });
}

/** Do the blanks from `at` to `end` end the cell before them? */
export function blanksEnd(text: string, at: number, end: number): boolean {
  const before = text[at - 1]!;
  if (BETWEEN.test(before) || before === '+' || before === '-') return false;
  const next = text[end] ?? '';
  if (next === '+' || next === '-') return /\S/.test(text[end + 1] ?? '');
  return !BETWEEN.test(next);
}
