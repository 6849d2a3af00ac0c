import { trimBlanks } from '../text/cell.js';
import type { Delimiter } from './delimiter.js';

/** Where the records of a table begin, and what breaks RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180). */
export interface CsvScan {
  /** The cells of each record, without their quotes. */
  readonly records: string[][];
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

interface Piece {
  readonly text: string;
  readonly at: number;
  /** Of a piece in quotes: they end. */
  readonly closed?: boolean;
}

/** Pieces of a table: cells in quotes, line ends, delimiters, and text without any of them. Each character is looked at once. */
function* pieces(text: string, delimiter: Delimiter): Generator<Piece> {
  const next = new RegExp(`"|\\r\\n|\\n|\\r|${delimiter}|[^"\\r\\n${delimiter}]+`, 'g');
  for (let found = next.exec(text); found; found = next.exec(text)) {
    const { 0: piece, index: at } = found;
    if (piece !== '"') {
      yield { text: piece, at };
      continue;
    }
    let end = text.indexOf('"', at + 1);
    while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
    next.lastIndex = end < 0 ? text.length : end + 1;
    yield { text: text.slice(at, next.lastIndex), at, closed: end >= 0 };
  }
}

/**
 * Walks a table once: its cells, where its records begin, and where it breaks the rules. Blanks around cells are dropped where
 * the delimiter is a comma or a semicolon; several blanks between two cells are one.
 *
 * @example scanCsv('a,"b,c"\n1,2\n', ',').records // => [['a', 'b,c'], ['1', '2']]
 */
export function scanCsv(text: string, delimiter: Delimiter): CsvScan {
  const records: string[][] = [];
  let cells: string[] = [];
  let cell = '';
  const trims = delimiter === ',' || delimiter === ';';
  const endCell = (): void => {
    const written = trims && state !== 'quoted' ? trimBlanks(cell) : cell;
    // Between blanks, nothing is no cell.
    if (delimiter !== ' ' || written !== '') cells.push(written);
    cell = '';
  };
  const endRecord = (): void => {
    endCell();
    records.push(cells.length === 0 ? [''] : cells);
    cells = [];
  };
  const starts = [0];
  const breaks: CsvBreak[] = [];
  let lineEnd: string | undefined;
  let state: 'start' | 'text' | 'quoted' = 'start';
  for (const { text: piece, at, closed } of pieces(text, delimiter)) {
    if (closed !== undefined) {
      if (state === 'text') breaks.push({ at, kind: 'quote-inside' });
      else if (state === 'quoted') breaks.push({ at, kind: 'after-quote' });
      else if (!closed) breaks.push({ at, kind: 'open-quote' });
      state = 'quoted';
      cell = piece.slice(1, -1).replaceAll('""', '"');
    } else if (piece === delimiter) {
      endCell();
      state = 'start';
    } else if (piece[0] === '\r' || piece[0] === '\n') {
      lineEnd ??= piece;
      if (piece !== lineEnd) breaks.push({ at, kind: 'line-end' });
      starts.push(at + piece.length);
      endRecord();
      state = 'start';
    } else if (delimiter === '\t' || piece.trim() !== '') {
      // Blanks around quotes are allowed, but between tabs they belong to the cell.
      if (state === 'quoted') breaks.push({ at, kind: 'after-quote' });
      state = 'text';
      cell += piece;
    }
  }
  if (starts.at(-1)! < text.length) endRecord();
  const record = (index: number): Extent => {
    const at = starts[index] ?? text.length;
    return { at, length: text.slice(at, starts[index + 1] ?? text.length).trimEnd().length };
  };
  return { records, starts, breaks, record, cell: (index, column) => cellOf(text, record(index), column, delimiter) };
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
  for (const { text: piece, at } of pieces(line, delimiter)) {
    if (piece === delimiter && take(at)) return last;
  }
  take(line.length);
  return last;
}
