import { isUtf8 } from 'node:buffer';
import { dataError } from '../../core/index.js';
import type { Source } from '../document.js';

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
    throw dataError({
      where: name,
      what: `${bytes.length} bytes of text are more than the ${LONGEST_TEXT} that can be read`,
      fix: 'store a tensor of this size as .npy or .safetensors',
    });
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
    throw dataError({ where: name, what: 'expected UTF-8 text, found UTF-16', fix: 'save the file as UTF-8' });
  }
  if (!isUtf8(bytes) || bytes.includes(0)) {
    throw dataError({
      where: name,
      what: 'expected UTF-8 text, found bytes that are none',
      fix: 'save it as UTF-8, or name its format with --in-format',
    });
  }
  const text = buffer.toString('utf8', startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0);
  if (/^\s*$/.test(text)) throw emptyInput(name, bytes.length);
  return text;
}

/** What is said of an input that holds nothing. */
export function emptyInput(name: string, length: number): Error {
  const what = name === '<stdin>' ? 'stdin was empty' : 'the file is empty';
  const size = length === 1 ? '1 byte' : `${length} bytes`;
  return dataError({
    ...(name !== '<stdin>' && { where: name }),
    what: `${what} (${size}); expected a JSON or CSV matrix`,
  });
}

function startsWith(bytes: Uint8Array, ...first: readonly number[]): boolean {
  return first.every((byte, index) => bytes[index] === byte);
}
