import { AttnError } from '../../core/index.js';
import { dataError } from '../facts.js';

/** A number as people write it in files; nothing that only a programming language would take (0x10, 1_000). */
const PLAIN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Neither digit first, nor operator, nor call. */
const WORD = /^[^\d+\-.(][^+*/^%<>=()]*$/;

const WORDS: ReadonlyMap<string, number> = new Map([
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
  ['infinity', Infinity],
  ['+infinity', Infinity],
  ['-infinity', -Infinity],
  ['nan', NaN],
  ['+nan', NaN],
  ['-nan', NaN],
  ['true', 1],
  ['false', 0],
]);

/**
 * The number that a cell says outright: a plain decimal number, or one of the words inf, -inf, infinity, nan, true, false
 * in any case. `Number()` is no judge here: it takes '' for 0 and 0x10 for 16.
 *
 * @returns undefined when the text is none of these, or too large for float64
 * @example numberCell(' -.5e3 ') // => -500
 * @example numberCell('1/2') // => undefined
 */
export function numberCell(text: string): number | undefined {
  const blankless = trimBlanks(text);
  // The minus sign of typesetting, which our own tables print.
  const trimmed = blankless.charCodeAt(0) === 0x2212 ? `-${blankless.slice(1)}` : blankless;
  if (PLAIN.test(trimmed)) {
    const value = Number(trimmed);
    return Number.isFinite(value) ? value : undefined;
  }
  return trimmed.length <= 9 ? WORDS.get(trimmed.toLowerCase()) : undefined;
}

/** Is this cell one of the words true and false? Tables of nothing else are masks. */
export function isBooleanCell(text: string): boolean {
  return /^[ \t]*(?:true|false)[ \t]*$/i.test(text);
}

/**
 * The number of a cell that may be an expression (`1/2`, `sqrt(3)`). The expression compiler is loaded only here.
 *
 * @param where place of the cell, for the message
 * @throws AttnError that says what was found and how to write it
 * @example await resolveCell('1/2', 'q.csv:1:1') // => 0.5
 */
export async function resolveCell(text: string, where: string): Promise<number> {
  const plain = numberCell(text);
  if (plain !== undefined) return plain;

  const trimmed = trimBlanks(text);
  const found = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  if (trimmed === '') throw dataError({ code: 'cell-empty', where });
  if (PLAIN.test(trimmed)) {
    const number = trimmed.length > 40 ? `${trimmed.slice(0, 40)}…` : trimmed;
    throw dataError({ code: 'cell-too-large', where, found: number });
  }
  if (/^[+-]?\d*,\d+(?:[eE][+-]?\d+)?$/.test(trimmed))
    throw dataError({ code: 'cell-decimal-comma', where, found, expected: trimmed.replace(',', '.') });
  if (/^[\u2212\u2013\u2014]/.test(trimmed))
    throw dataError({ code: 'cell-minus-sign', where, found, expected: `-${trimmed.slice(1)}` });
  if (/^[+-]?(?:0[xob][\da-f]+|\d[\d_]*)$/i.test(trimmed)) throw dataError({ code: 'cell-not-decimal', where, found });
  const { compileNumber } = await import('../../expression/index.js');
  try {
    return await compileNumber(trimmed, where);
  } catch (error) {
    // A word is no failed expression; it is a word in the wrong place.
    if (error instanceof AttnError && WORD.test(trimmed)) throw dataError({ code: 'cell-not-number', where, found });
    throw error;
  }
}

/** The text without blanks and tabs around it. No regular expression: `[ \t]+$` looks at every blank of a long run again and again. */
export function trimBlanks(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
