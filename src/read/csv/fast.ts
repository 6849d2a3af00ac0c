import { isUtf8 } from 'node:buffer';
import { tensor, type Tensor } from '../../core/index.js';
import { delimiterOf, firstLineOf } from './delimiter.js';
import { isCount, isWord } from './labels.js';
import type { ReadOptions } from '../document.js';
import { EXACT_POWERS, longDecimal } from './long-decimal.js';

const LF = 10,
  CR = 13,
  BLANK = 32,
  PLUS = 43,
  MINUS = 45,
  POINT = 46,
  ZERO = 48,
  NINE = 57,
  UPPER_E = 69,
  LOWER_E = 101;

/** The first line decides what the delimiter is; longer ones are left to the careful reader. */
const LONGEST_FIRST_LINE = 1 << 20;

/**
 * A plain table of numbers straight from its bytes: digits, signs, points, exponents, one delimiter, one kind of line end, and
 * perhaps a first row of words. Everything else is left to the careful reader, which gives the same result for these tables too.
 *
 * A number of up to 2^53 with a power of ten up to 22 is one exact product or quotient, so it is rounded once and rightly
 * (Clinger, https://doi.org/10.1145/93548.93557); longer ones are divided with their remainder, and what is left goes through
 * `Number`.
 *
 * @returns undefined when the table is not plain
 */
export function fastNumbers(bytes: Uint8Array, options: ReadOptions): Tensor | undefined {
  if (options.decimal === ',') return undefined;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const end = buffer.indexOf(LF, start);
  const lineEnd = end < 0 ? bytes.length : end;
  if (lineEnd - start > LONGEST_FIRST_LINE) return undefined;

  const firstLine = buffer.toString('utf8', start, lineEnd).replace(/\r$/, '');
  const delimiter = delimiterOf(firstLineOf(firstLine), options);
  if (delimiter === ' ' || /["\r]/.test(firstLine)) return undefined;
  const names = firstLine.split(delimiter);
  // Perhaps the columns' numbers from pandas, perhaps not: the body decides.
  if (isCount(names)) return undefined;
  const header = names.every(isWord);
  if (header && !(isUtf8(bytes.subarray(start, lineEnd)) && names.every((name) => name === name.trim())))
    return undefined;
  const crlf = end > start && bytes[end - 1] === CR;
  const body = numbersFrom(buffer, header && end >= 0 ? end + 1 : start, delimiter.charCodeAt(0), crlf);
  if (!body || (header && body.width !== names.length)) return undefined;
  return tensor([body.data.length / body.width, body.width], body.data, header ? { columns: names } : {});
}

/** Rows of numbers from an offset to the end. */
function numbersFrom(
  buffer: Buffer,
  start: number,
  delimiter: number,
  crlf: boolean,
): { data: Float64Array; width: number } | undefined {
  let data: Float64Array = new Float64Array(1024);
  let count = 0;
  let width = 0;
  let rowStart = 0;
  let at = start;
  const length = buffer.length;
  while (at < length) {
    while (buffer[at] === BLANK) at++;
    const begin = at;
    const negative = buffer[at] === MINUS;
    if (negative || buffer[at] === PLUS) at++;
    const firstDigit = at;

    let mantissa = 0;
    let digits = 0;
    let scale = 0;
    let byte = buffer[at]!;
    for (; byte >= ZERO && byte <= NINE; byte = buffer[++at]!, digits++) mantissa = mantissa * 10 + (byte - ZERO);
    if (byte === POINT) {
      const point = at;
      for (byte = buffer[++at]!; byte >= ZERO && byte <= NINE; byte = buffer[++at]!, digits++)
        mantissa = mantissa * 10 + (byte - ZERO);
      scale = point + 1 - at;
    }
    if (digits === 0) return undefined;
    if (byte === LOWER_E || byte === UPPER_E) {
      const down = buffer[++at] === MINUS;
      if (down || buffer[at] === PLUS) at++;
      const first = at;
      let power = 0;
      for (byte = buffer[at]!; byte >= ZERO && byte <= NINE; byte = buffer[++at]!) power = power * 10 + (byte - ZERO);
      if (at === first) return undefined;
      scale += down ? -power : power;
    }

    let value: number;
    if (mantissa <= Number.MAX_SAFE_INTEGER && scale >= -22 && scale <= 22) {
      value = scale < 0 ? mantissa / EXACT_POWERS[-scale]! : mantissa * EXACT_POWERS[scale]!;
      if (negative) value = -value;
    } else {
      value = scale < 0 && scale >= -22 ? longDecimal(buffer, firstDigit, at, scale) : NaN;
      if (negative) value = -value;
      if (Number.isNaN(value)) value = Number(buffer.toString('latin1', begin, at));
      if (!Number.isFinite(value)) return undefined;
    }
    if (count === data.length) data = grown(data);
    data[count++] = value;

    while (buffer[at] === BLANK) at++;
    if (buffer[at] === delimiter) {
      // After it a cell must come.
      if (++at === length) return undefined;
      continue;
    }
    if (at < length) {
      if (crlf && buffer[at++] !== CR) return undefined;
      if (buffer[at++] !== LF) return undefined;
    }
    if (rowStart === 0) width = count;
    if (count - rowStart !== width) return undefined;
    rowStart = count;
  }
  return count > 0 && rowStart === count ? { data: data.slice(0, count), width } : undefined;
}

function grown(data: Float64Array): Float64Array {
  const larger = new Float64Array(data.length * 2);
  larger.set(data);
  return larger;
}
