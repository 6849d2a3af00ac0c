import { numberCell } from '../text/cell.js';

/** Which parts of a table are names and not numbers. */
export interface Labels {
  readonly header: boolean;
  readonly rows: boolean;
}

/** Begins as a number, an expression or a formula does; a wrong number (1O, 0,5, １) is no name. */
const NUMBERLIKE = /^[-+=\u2212(\s]*(?:[.,]?\d|\w+\s*\(|(?:pi|e)\s*[-+*/^%])/;

/**
 * Finds the names around the numbers. The first row is a row of names when all its cells are words, or when its first cell is
 * empty: then it is the corner, and the first column holds names too. Otherwise the first column holds names when more than half
 * of its cells below are words. (Words that are numbers, inf, nan, true or false are numbers.)
 *
 * @example labelsOf([['', 'd1'], ['the', '1']]) // => { header: true, rows: true }
 */
export function labelsOf(records: readonly (readonly string[])[]): Labels {
  const first = records[0] ?? [];
  if (first.length > 1 && first[0] === '' && first.slice(1).every((cell) => cell !== ''))
    return { header: true, rows: true };

  if (first.length > 1 && /^(?:index|Unnamed: 0)$/i.test(first[0]!)) return { header: true, rows: true };

  const header = first.every(isWord) || (isCount(first) && hasDecimals(records.slice(1)));
  let words = 0;
  for (let record = header ? 1 : 0; record < records.length; record++) if (isWord(records[record]![0]!)) words++;
  const body = records.length - (header ? 1 : 0);
  return { header, rows: first.length > 1 && words > body / 2 };
}

/** 0, 1, 2, …: the names that pandas gives columns. */
export function isCount(cells: readonly string[]): boolean {
  return cells.length > 1 && cells.every((cell, index) => cell.trim() === String(index));
}

/** Whole numbers alone may be a matrix that begins with 0, 1. */
function hasDecimals(records: readonly (readonly string[])[]): boolean {
  return records.some((cells) => cells.some((cell) => /\d\.|\.\d/.test(cell)));
}

/** Is this cell a name? */
export function isWord(cell: string): boolean {
  return cell.trim() !== '' && numberCell(cell) === undefined && !NUMBERLIKE.test(cell.normalize('NFKC'));
}
