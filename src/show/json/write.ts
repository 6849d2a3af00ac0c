import type { Tensor } from '../../core/index.js';
import { exactNumber, roundNumber } from '../text/number.js';

/**
 * A string of JSON. Beyond what the format asks for, every other control, format and separator character (DEL, C1, those that
 * turn the reading direction or cannot be seen) is escaped, so that a document printed on a terminal can do nothing to it.
 */
export function jsonString(text: string): string {
  return JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

/**
 * A character as JSON escapes it, one `\uXXXX` a UTF-16 unit.
 *
 * @example escaped('<') // => '\\u003c'
 */
export function escaped(char: string): string {
  return Array.from(
    { length: char.length },
    (_, unit) => `\\u${char.charCodeAt(unit).toString(16).padStart(4, '0')}`,
  ).join('');
}

/** A cell of JSON: the shortest text that reads back, or null for what JSON has no number for. */
export function jsonNumber(x: number): string {
  return Number.isFinite(x) ? exactNumber(x) : 'null';
}

/** How cells and lines are written. */
export interface JsonLayout {
  /** Everything on one line. */
  readonly compact?: boolean;
  readonly round?: number | undefined;
  /** Blanks in front of the line that the value begins on. */
  readonly indent?: string;
}

/**
 * A tensor as nested lists, one row of the last axis a line. A `bool` tensor is written in true and false.
 *
 * @example jsonTensor(matrix([[1, 2], [3, 4]]), {}) // => '[\n  [1, 2],\n  [3, 4]\n]'
 */
export function jsonTensor(
  { shape, data, dtype }: Tensor,
  { compact = false, round, indent = '' }: JsonLayout,
): string {
  const comma = compact ? ',' : ', ';
  const write =
    dtype === 'bool'
      ? (x: number) => (x ? 'true' : 'false')
      : round === undefined
        ? jsonNumber
        : (x: number) => jsonNumber(roundNumber(x, round));

  const level = (axis: number, start: number, blanks: string): string => {
    const count = shape[axis] ?? 0;
    const size = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
    const parts = new Array<string>(count);
    if (axis >= shape.length - 1) {
      for (let i = 0; i < count; i++) parts[i] = write(data[start + i] ?? NaN);
      return `[${parts.join(comma)}]`;
    }
    const deeper = `${blanks}  `;
    for (let i = 0; i < count; i++) parts[i] = level(axis + 1, start + i * size, deeper);
    if (compact || count === 0) return `[${parts.join(',')}]`;
    return `[\n${deeper}${parts.join(`,\n${deeper}`)}\n${blanks}]`;
  };
  return level(0, 0, indent);
}

/** A list of strings on one line. */
export function jsonStrings(texts: readonly string[], compact = false): string {
  return `[${texts.map(jsonString).join(compact ? ',' : ', ')}]`;
}

/** Keys and values that are JSON text already, one pair a line, or all on one line. */
export function jsonObject(
  pairs: readonly (readonly [string, string])[],
  { compact = false, indent = '' }: JsonLayout,
): string {
  if (pairs.length === 0) return '{}';
  const fields = pairs.map(([key, value]) => `${jsonString(key)}:${compact ? '' : ' '}${value}`);
  return compact ? `{${fields.join(',')}}` : `{\n${indent}  ${fields.join(`,\n${indent}  `)}\n${indent}}`;
}
