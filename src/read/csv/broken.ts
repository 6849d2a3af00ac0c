import { type AttnError, dataError } from '../../core/index.js';

/** What csv-parse says of the place where it stopped: https://csv.js.org/parse/errors/ */
interface CsvParseError extends Error {
  readonly code?: string;
  /** Where it stopped, from 1. */
  readonly lines?: number;
}

/**
 * A table of texts that csv-parse could not read, told in our words.
 *
 * @param fix for a row that has more cells than the header: its commas belong to its text
 * @example throw brokenCsv('runs.csv', error, 'put text that holds a comma in double quotes')
 */
export function brokenCsv(name: string, error: unknown, fix: string): AttnError {
  const { code = '', lines = 1, message } = error as CsvParseError;
  const where = `${name}:${lines}`;
  const [, wanted, found] = /expect (\d+), got (\d+)/.exec(message) ?? [];
  if (wanted !== undefined) {
    const what = `this row has ${found} ${found === '1' ? 'cell' : 'cells'}, the header has ${wanted}`;
    return dataError({
      where,
      what,
      fix: Number(found) > Number(wanted) ? fix : 'give every column its cell, empty or not',
    });
  }
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return dataError({
      where,
      what: 'quotes were opened and never closed up to here, the end',
      fix: 'close them with "',
    });
  return dataError({
    where,
    what: 'quotes in the middle of a cell',
    fix: 'put the whole cell in quotes and write "" for each quote inside',
  });
}
