import type { Excerpt } from '../../core/index.js';
import { dataError, type ReadFault } from '../facts.js';
import type { ReadOptions } from '../document.js';
import { delimiterOf, firstLineOf, type Delimiter } from './delimiter.js';
import { scanCsv, type CsvBreak } from './scan.js';
import { excerpt } from '../text/excerpt.js';
import { faultList, type FaultList } from '../text/faults.js';
import { locator } from '../text/place.js';
import { ragged } from '../text/ragged.js';
import { checkRoom } from '../text/room.js';

/** More columns than the longest text has room for. */
const MOST_COLUMNS = 2 ** 29;

/** A table of text cells, all records equally long, and the way back to the places in its text. */
export interface Table {
  readonly records: readonly (readonly string[])[];
  readonly delimiter: Delimiter;
  /** `name:line:column` of a cell; both numbers from 0. */
  readonly place: (record: number, column: number) => string;
  /** The line that a cell stands in, for the detail of a message. */
  readonly line: (record: number, column: number) => Excerpt;
  /** Problems of the structure that do not keep the cells from being judged too. */
  readonly faults: FaultList;
  /** A number for a cell that grows with its place: the order in which problems are told. */
  readonly order: (record: number, column: number) => number;
  /** The place of such a number. */
  readonly placeOf: (order: number) => string;
}

/**
 * Reads a CSV or TSV text strictly: RFC 4180 quotes, one kind of line end, all records equally long, no empty
 * line but at the end.
 *
 * @param name of the file, for messages
 * @throws AttnError when the quotes or line ends are broken, with all the places
 * @example readTable('q.csv', 'a,b\n1,2\n', {}).records // => [['a', 'b'], ['1', '2']]
 */
export function readTable(name: string, text: string, options: ReadOptions): Table {
  const delimiter = delimiterOf(firstLineOf(text), options);
  checkRoom(
    text,
    () => name,
    new Map<string, number>([
      [delimiter, 60],
      ['\n', 100],
      ['\r', 100],
      ['"', 20],
    ]),
  );
  const locate = locator(text);
  const placeAt = (at: number): string => {
    const { line, column } = locate(at);
    return `${name}:${line}:${column}`;
  };
  const scan = scanCsv(text, delimiter);
  const lineAt = (record: number, at: number, length: number): Excerpt => {
    const { at: from, length: extent } = scan.record(record);
    return { line: locate(from).line, written: excerpt(text, from, from + extent, at, length) };
  };
  const faults = faultList();

  refuseBreaks(scan.breaks, placeAt);
  const { records } = scan;
  const width = (record: readonly string[]): number | undefined =>
    record.length === 1 && record[0] === '' ? undefined : record.length;
  while (records.length > 0 && width(records.at(-1)!) === undefined) records.pop();
  if (records.length === 0) throw dataError({ code: 'csv-empty', where: name });

  const order = (record: number, column: number): number => record * MOST_COLUMNS + column;
  records.forEach((record, index) => {
    if (width(record) !== undefined) return;
    faults.add(order(index, 0), () => ({ code: 'csv-line-empty', where: placeAt(scan.record(index).at) }));
  });
  for (const { index, length } of ragged(records.map(width), 'row', 'cells')) {
    faults.add(order(index, 0), () => {
      const { at } = scan.record(index);
      return {
        code: 'list-length',
        where: placeAt(at),
        ...length,
        ...(delimiter === ',' && { commas: true }),
        excerpt: lineAt(index, at, 1),
      };
    });
  }
  const place = (record: number, column: number): string => placeAt(scan.cell(record, column).at);
  return {
    records,
    delimiter,
    faults,
    order,
    place,
    placeOf: (key) => place(Math.floor(key / MOST_COLUMNS), key % MOST_COLUMNS),
    line: (record, column) => {
      const { at, length } = scan.cell(record, column);
      return lineAt(record, at, length);
    },
  };
}

const BREAKS = {
  'open-quote': 'csv-open-quote',
  'quote-inside': 'csv-quote-inside',
  'after-quote': 'csv-after-quote',
  'line-end': 'csv-line-end',
} as const satisfies Readonly<Record<CsvBreak['kind'], ReadFault['code']>>;

function refuseBreaks(breaks: readonly CsvBreak[], placeAt: (at: number) => string): void {
  const faults = faultList();
  for (const { at, kind } of breaks) faults.add(at, () => ({ code: BREAKS[kind], where: placeAt(at) }));
  faults.throwIfAny();
}
