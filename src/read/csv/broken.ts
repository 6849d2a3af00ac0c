import type { AttnError } from '../../core/index.js';
import { dataError } from '../facts.js';

/** What csv-parse says of the place where it stopped: https://csv.js.org/parse/errors/ */
interface CsvParseError extends Error {
  readonly code?: string;
  /** Where it stopped, from 1. */
  readonly lines?: number;
}

/**
 * The error for a table of texts that csv-parse could not read.
 *
 * @param of what the cells hold: in a row that has more cells than the header, the commas belong to that
 * @example throw brokenCsv('runs.csv', error, 'texts')
 */
export function brokenCsv(name: string, error: unknown, of: 'texts' | 'sentences'): AttnError {
  const { code = '', lines = 1, message } = error as CsvParseError;
  const where = `${name}:${lines}`;
  const [, expected, found] = /expect (\d+), got (\d+)/.exec(message) ?? [];
  if (expected !== undefined)
    return dataError({ code: 'csv-row-length', where, found: Number(found), expected: Number(expected), of });
  return dataError({ code: code === 'CSV_QUOTE_NOT_CLOSED' ? 'csv-open-quote-at-end' : 'csv-quote-inside', where });
}
