import type { Delimiter } from './delimiter.js';

/** Where the records of a table begin, and what breaks RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180). */
export interface CsvScan {
  /** Offset of each record. */
  readonly starts: readonly number[];
  readonly breaks: readonly CsvBreak[];
  /** Offset and length of a cell, quotes included. */
  readonly cell: (record: number, column: number) => Extent;
  /** A record as written, without its line end. */
  readonly record: (record: number) => Extent;
}

export interface Extent {
  readonly at: number;
  readonly length: number;
}

export interface CsvBreak {
  readonly at: number;
  readonly kind: 'open-quote' | 'quote-inside' | 'after-quote' | 'line-end';
}

/** A cell in quotes, a line end, a delimiter, or text without any of them. */
const pieces = (delimiter: Delimiter): RegExp =>
  new RegExp(`"(?:[^"]|"")*("?)|\\r\\n|\\n|\\r|${delimiter}|[^"\\r\\n${delimiter}]+`, 'g');

/**
 * Walks a table once for the places in it. csv-parse reads the cells; this is asked only where places or line ends are in question.
 */
export function scanCsv(text: string, delimiter: Delimiter): CsvScan {
  const starts = [0];
  const breaks: CsvBreak[] = [];
  let lineEnd: string | undefined;
  let state: 'start' | 'text' | 'quoted' = 'start';
  for (const { 0: piece, 1: closing, index: at } of text.matchAll(pieces(delimiter))) {
    if (piece[0] === '"') {
      if (state === 'text') breaks.push({ at, kind: 'quote-inside' });
      else if (state === 'quoted') breaks.push({ at, kind: 'after-quote' });
      else if (closing === '') breaks.push({ at, kind: 'open-quote' });
      state = 'quoted';
    } else if (piece === delimiter) {
      state = 'start';
    } else if (piece[0] === '\r' || piece[0] === '\n') {
      lineEnd ??= piece;
      if (piece !== lineEnd) breaks.push({ at, kind: 'line-end' });
      starts.push(at + piece.length);
      state = 'start';
    } else if (delimiter === '\t' || piece.trim() !== '') {
      // Blanks around quotes are allowed, but between tabs they belong to the cell.
      if (state === 'quoted') breaks.push({ at, kind: 'after-quote' });
      state = 'text';
    }
  }
  const record = (index: number): Extent => {
    const at = starts[index] ?? text.length;
    return { at, length: text.slice(at, starts[index + 1] ?? text.length).trimEnd().length };
  };
  return { starts, breaks, record, cell: (index, column) => cellOf(text, record(index), column, delimiter) };
}

function cellOf(text: string, record: Extent, column: number, delimiter: Delimiter): Extent {
  const line = text.slice(record.at, record.at + record.length);
  let cells = 0;
  let from = 0;
  let last = { at: record.at, length: 0 };
  const take = (to: number): boolean => {
    const written = line.slice(from, to);
    const begin = from + written.length - written.trimStart().length;
    from = to + 1;
    // Between blanks, nothing is no cell.
    if (delimiter === ' ' && written.trim() === '') return false;
    last = { at: record.at + begin, length: written.trim().length };
    return cells++ === column;
  };
  for (const { 0: piece, index } of line.matchAll(pieces(delimiter))) {
    if (piece === delimiter && take(index)) return last;
  }
  take(line.length);
  return last;
}
