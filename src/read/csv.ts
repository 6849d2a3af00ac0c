import { tensor, type Tensor } from '../core/index.js';
import { isBooleanCell, numberCell } from './text/cell.js';
import { fastNumbers } from './csv/fast.js';
import { isWord, labelsOf } from './csv/labels.js';
import { readTable, type Table } from './csv/table.js';
import type { Document, Reader, ReadOptions, Source } from './document.js';
import { textCells, type CellNotes } from './text/cells.js';
import { textOf } from './text/decode.js';
import { dataError as filesError } from '../files/index.js';
import { dataError } from './facts.js';

/** Tables: a matrix, with or without names in the first row and the first column. */
export const csvReader: Reader = {
  sniff: (head) => !head.includes(0),
  read: readCsv,
};

/** The same with tabs between the cells. */
export const tsvReader: Reader = {
  sniff: () => false,
  read: (source, options) => readCsv(source, { delimiter: '\t', ...options }),
};

async function readCsv(source: Source, options: ReadOptions): Promise<Document> {
  const { name } = source;
  if (options.only !== undefined) {
    throw filesError({ code: 'file-has-no-names', where: name, format: 'table', name: options.only });
  }
  const matrix =
    fastNumbers(source.bytes, options) ?? (await fromTable(readTable(name, textOf(source), options), options, name));
  const labelled = [matrix.columns && 'first row', matrix.rows && 'first column'].filter(Boolean).join(' and ');
  return {
    tensors: new Map([['', matrix]]),
    settings: new Map(),
    notes: labelled ? [`${name}: ${labelled} taken as labels`] : [],
  };
}

/** The numbers of a table; all cells that are none are told at once. */
async function fromTable(table: Table, options: ReadOptions, name: string): Promise<Tensor> {
  const { records, faults, order } = table;
  const labels = labelsOf(records);
  const top = labels.header ? 1 : 0;
  const left = labels.rows ? 1 : 0;
  const width = records[0]!.length - left;
  const texts = textCells(table.placeOf, faults);
  const pending: { index: number; text: string }[] = [];
  const data: number[] = [];
  let booleans = 0;

  for (let record = top; record < records.length; record++) {
    const cells = records[record]!;
    for (let column = left; column < cells.length; column++) {
      const written = cells[column]!;
      const text = options.decimal === ',' ? withPoint(written) : written;
      const number = numberCell(text);
      if (options.decimal === ',' && /^\s*[+-]?\d*\.\d/.test(written)) {
        faults.add(order(record, column), () => ({
          code: 'csv-decimal-point',
          where: table.place(record, column),
          found: written,
          excerpt: table.line(record, column),
        }));
      } else if (number === undefined) {
        // A line without any cell has been told already.
        if (cells.length === 1 && written === '') continue;
        pending.push({ index: data.length, text });
        const detail = (): CellNotes => ({
          excerpt: table.line(record, column),
          ...(column === 0 && isWord(text) && { names: true }),
        });
        texts.add(text, order(record, column), written.length, detail);
      } else if (isBooleanCell(text)) {
        booleans++;
      }
      data.push(number ?? NaN);
    }
  }
  const numbers = await texts.resolve();
  faults.throwIfAny();
  if (data.length === 0) {
    throw dataError({ code: 'csv-no-numbers', where: name });
  }
  for (const { index, text } of pending) data[index] = numbers.get(text)!;

  return tensor([records.length - top, width], data, {
    dtype: booleans === data.length ? 'bool' : 'float64',
    ...(labels.rows && { rows: records.slice(top).map((record) => record[0]!) }),
    ...(labels.header && { columns: records[0]!.slice(left) }),
  });
}

/** `0,5` → `0.5`, where the comma is the decimal sign. */
function withPoint(cell: string): string {
  return /^\s*[+-]?\d*(?:,\d*)?(?:[eE][+-]?\d+)?\s*$/.test(cell) ? cell.replace(',', '.') : cell;
}
