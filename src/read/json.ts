import type { Reader } from './document.js';
import { readJsonDocument } from './json/document.js';
import { placeInFile } from './text/place.js';
import { textOf } from './text/text.js';

/** JSON: a matrix, `{data, shape, rows, columns}`, a bundle of tensors and options, or a result of `attn` itself. */
export const jsonReader: Reader = {
  format: 'json',
  extensions: ['.json'],
  sniff: (head) => {
    // A safetensors file may begin with the byte of a bracket too, but the length it begins with always holds zeros.
    const text = Buffer.from(head).toString('latin1');
    return /^(?:\xef\xbb\xbf)?\s*[[{]/.test(text) && !text.includes('\0');
  },
  read: async (source, options) => {
    const text = textOf(source);
    return readJsonDocument(text, placeInFile(source.name, text), options);
  },
};
