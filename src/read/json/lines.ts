/** One document of JSON lines, and where in the text it begins. */
export interface JsonLine {
  readonly text: string;
  readonly start: number;
}

/**
 * The documents of JSON lines, an object on each line. No single document goes on with an object after a line that is one, so the text
 * itself says which of the two it is; a name that ends in `.jsonl` or `.ndjson` says it even of a broken text.
 *
 * @param said the name says that these are JSON lines
 * @returns undefined for a text that is one document
 * @see https://jsonlines.org
 * @example jsonLines('{"dim": 4}\n{"dim": 8}\n')?.map(({ start }) => start) // => [0, 11]
 */
export function jsonLines(text: string, said = false): JsonLine[] | undefined {
  const end = text.indexOf('\n');
  if (end < 0 || (!said && !isObject(text.slice(0, end), text.slice(end)))) return undefined;
  const lines: JsonLine[] = [];
  for (let start = 0; start <= text.length;) {
    const next = text.indexOf('\n', start);
    const stop = next < 0 ? text.length : next;
    const line = text.slice(start, stop);
    if (/\S/.test(line)) lines.push({ text: line, start });
    start = stop + 1;
  }
  return lines.length > 1 ? lines : undefined;
}

/** Is the first line an object from end to end, and does another begin below it? */
function isObject(first: string, rest: string): boolean {
  return first.trimStart().startsWith('{') && first.trimEnd().endsWith('}') && /^\s*\{/.test(rest);
}

/** Does the name say that the file holds JSON lines? */
export function namesJsonLines(name: string): boolean {
  return /\.(?:jsonl|ndjson)$/i.test(name);
}
