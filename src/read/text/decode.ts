import { isUtf8 } from 'node:buffer';
import type { Source } from '../document.js';
import { dataError } from '../facts.js';

/** The longest text that Node can hold in one string (2^29 − 24 characters). */
export const LONGEST_TEXT = 536_870_888;

/**
 * The text of a source: UTF-8, without the byte order mark that some programs put in front.
 *
 * @throws AttnError when the bytes are not UTF-8, are nothing, or are more than one string holds
 * @example textOf({ name: 'q.csv', bytes: Buffer.from('\ufeff1,2') }) // => '1,2'
 */
export function textOf({ name, bytes }: Source): string {
  if (bytes.length > LONGEST_TEXT) {
    throw dataError({ code: 'source-text-too-long', where: name, bytes: bytes.length, most: LONGEST_TEXT });
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
    throw dataError({ code: 'text-utf16', where: name });
  }
  if (!isUtf8(bytes) || bytes.includes(0)) {
    throw dataError({ code: 'text-not-utf8', where: name });
  }
  const text = buffer.toString('utf8', startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0);
  if (/^\s*$/.test(text)) throw emptyInput(name, bytes.length);
  return text;
}

/** What is said of an input that holds nothing. */
export function emptyInput(name: string, length: number): Error {
  return dataError({
    code: 'input-empty',
    ...(name !== '<stdin>' && { where: name }),
    source: name,
    bytes: length,
  });
}

function startsWith(bytes: Uint8Array, ...first: readonly number[]): boolean {
  return first.every((byte, index) => bytes[index] === byte);
}
