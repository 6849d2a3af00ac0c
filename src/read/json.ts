import { dataError } from '../core/error.js';
import type { Reader, Source } from './document.js';
import { readJsonDocument, readJsonLines } from './json/document.js';
import { jsonLines, namesJsonLines, type JsonLine } from './json/lines.js';
import { placeInFile } from './text/place.js';
import { textOf } from './text/text.js';

/** JSON: a matrix, `{data, shape, rows, columns}`, a bundle of tensors and options, a result of `attn` itself; JSON lines: many of them. */
export const jsonReader: Reader = {
  format: 'json',
  extensions: ['.json', '.jsonl', '.ndjson'],
  sniff: (head) => {
    // A safetensors file may begin with the byte of a bracket too, but the length it begins with always holds zeros.
    const text = Buffer.from(head).toString('latin1');
    return /^(?:\xef\xbb\xbf)?\s*[[{]/.test(text) && !text.includes('\0');
  },
  read: async (source, options) => {
    const { text, lines } = open(source);
    if (!lines) return readJsonDocument(text, placeInFile(source.name, text), options);
    throw dataError({ where: source.name, what: `holds ${lines.length} documents, one a line; expected one`, fix: `give all of them: --input ${source.name === '<stdin>' ? '-' : source.name}` });
  },
  readEach: async (source, options) => {
    const { text, lines } = open(source);
    const place = placeInFile(source.name, text);
    return lines ? readJsonLines(lines, place, options) : [await readJsonDocument(text, place, options)];
  },
};

function open(source: Source): { text: string; lines: readonly JsonLine[] | undefined } {
  const text = textOf(source);
  return { text, lines: jsonLines(text, namesJsonLines(source.name)) };
}
