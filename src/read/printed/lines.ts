import type { Cell } from './grid.js';

/** A line that is not blank. */
export interface Line {
  readonly text: string;
  readonly at: number;
  /** Number of the line in the part of the text, blank lines counted. */
  readonly number: number;
}

/** The lines of a part of the text that are not blank. */
export function linesOf(text: string, from: number, to: number): Line[] {
  const lines: Line[] = [];
  let number = 0;
  for (let at = from; at < to; number++) {
    let end = at;
    while (end < to && text[end] !== '\n' && text[end] !== '\r') end++;
    const line = text.slice(at, end);
    if (/\S/.test(line)) lines.push({ text: line.trimEnd(), at, number });
    at = text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
  }
  return lines;
}

/** The words of a line, with their places. */
export function wordsOf(line: Pick<Line, 'text' | 'at'>, from = 0, separator = /\S+/g): Cell[] {
  return [...line.text.slice(from).matchAll(separator)].map((word) => ({
    text: word[0],
    at: line.at + from + word.index,
  }));
}
