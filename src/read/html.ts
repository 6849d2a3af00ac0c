import type { Reader, Source } from './document.js';
import { dataError } from './facts.js';
import { readEachJson, readOnlyJson, type JsonHolder } from './json/document.js';
import { jsonLines } from './json/lines.js';
import { placeInFile } from './text/place.js';
import { textOf } from './text/decode.js';

/** The element that holds the result; its text is the JSON that `--json` prints. No tag of ours is longer than that. */
const RESULT = /<script\b[^<>]{0,200}\bid="?attn"?[^<>]{0,200}>/i;

/** A page written by `attn`: the JSON that it carries is read back, nothing else of it. */
export const htmlReader: Reader = {
  sniff: (head) => /^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html)/i.test(Buffer.from(head).toString('latin1')),
  read: async (source, options) => readOnlyJson(resultIn(source), options),
  readEach: async (source, options) => readEachJson(resultIn(source), options),
};

/** @throws AttnError for a page that holds none */
function resultIn(source: Source): JsonHolder {
  const text = textOf(source);
  const open = RESULT.exec(text);
  const start = open ? open.index + open[0].length : -1;
  const end = text.indexOf('</script', start);
  if (!open || end < 0) {
    throw dataError({ code: 'page-without-result', where: source.name });
  }
  const place = placeInFile(source.name, text);
  const json = text.slice(start, end);
  return {
    name: source.name,
    text: json,
    lines: jsonLines(json),
    place: (offset) => place(start + offset),
    called: 'results',
  };
}
