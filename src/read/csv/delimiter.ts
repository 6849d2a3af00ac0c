import { usageError } from '../facts.js';
import type { ReadOptions } from '../document.js';

/** What stands between the cells: a tab, a semicolon, a comma, or blanks (any number of them). */
export type Delimiter = '\t' | ';' | ',' | ' ';

const NAMES: ReadonlyMap<string, Delimiter> = new Map<string, Delimiter>([
  ['\t', '\t'],
  ['\\t', '\t'],
  ['tab', '\t'],
  [';', ';'],
  ['semicolon', ';'],
  [',', ','],
  ['comma', ','],
  [' ', ' '],
  ['blank', ' '],
  ['space', ' '],
]);

/**
 * The delimiter of a table: the one that was asked for, else the first of tab, semicolon, comma and blank that stands outside
 * quotes in the first line. A comma is none where it is the decimal sign. A table without any has one column.
 *
 * @throws AttnError when the asked one is unknown, or is the decimal sign too
 * @example delimiterOf('1;2\n3;4', {}) // => ';'
 */
export function delimiterOf(firstLine: string, { delimiter, decimal }: ReadOptions): Delimiter {
  if (delimiter !== undefined) {
    const known = NAMES.get(delimiter);
    if (!known) throw usageError({ code: 'delimiter-unknown', found: delimiter });
    if (known === ',' && decimal === ',') {
      throw usageError({ code: 'delimiter-is-decimal-sign' });
    }
    return known;
  }
  const bare = firstLine.replace(/"[^"]*"/g, ''); // "" within quotes ends one pair and begins another
  const candidates: readonly Delimiter[] = decimal === ',' ? ['\t', ';', ' '] : ['\t', ';', ',', ' '];
  return (
    candidates.find((candidate) => (candidate === '\t' ? bare : bare.trim()).includes(candidate)) ??
    (decimal === ',' ? ';' : ',')
  );
}

/** The first line that is not empty, of which delimiter and line end are judged. */
export function firstLineOf(text: string): string {
  const at = text.search(/\S/);
  if (at < 0) return '';
  const start = Math.max(text.lastIndexOf('\n', at), text.lastIndexOf('\r', at)) + 1;
  const length = text.slice(at).search(/[\r\n]/);
  return text.slice(start, length < 0 ? undefined : at + length);
}
