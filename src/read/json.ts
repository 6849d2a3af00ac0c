import type { Reader, Source } from './document.js';
import { readEachJson, readOnlyJson, type JsonHolder } from './json/document.js';
import { jsonLines, namesJsonLines } from './json/lines.js';
import { placeInFile } from './text/place.js';
import { textOf } from './text/decode.js';

/** JSON: a matrix, `{data, shape, rows, columns}`, a bundle of tensors and options, a result of `attn` itself; JSON lines: many of them. */
export const jsonReader: Reader = {
  sniff: (head) => {
    // A safetensors file may begin with the byte of a bracket too, but the length it begins with always holds zeros.
    const text = Buffer.from(head).toString('latin1');
    return /^(?:\xef\xbb\xbf)?\s*[[{]/.test(text) && !text.includes('\0');
  },
  read: async (source, options) => readOnlyJson(holder(source), options),
  readEach: async (source, options) => readEachJson(holder(source), options),
};

function holder(source: Source): JsonHolder {
  const { name } = source;
  const text = textOf(source);
  return {
    name,
    text,
    lines: jsonLines(text, namesJsonLines(name)),
    place: placeInFile(name, text),
    called: 'documents',
  };
}
