import type { Excerpt, Place } from '../core/index.js';
import { place as english } from './en/place.js';
import type { PlaceWords } from './sentence.js';

/** A place in one line: `k.json:3:9`, `--q column 4`, `problem 2 of 5, k.json`. */
export function placeText(where: string | Place, words: PlaceWords = english): string {
  if (typeof where === 'string') return where;
  const { source, line, column, problem } = where;
  const flag = source?.startsWith('--') === true;
  const at = flag
    ? [line !== undefined && words.line(line), column !== undefined && words.column(column)].filter(Boolean).join(' ')
    : [line, column].filter((one) => one !== undefined).join(':');
  const place = source === undefined ? at : `${source}${at && (flag ? ' ' : ':')}${at}`;
  const which = problem && words.problem(problem.number, problem.of);
  return [which, place].filter(Boolean).join(', ');
}

/** An excerpt in one line, `row 2 of K is  [1, 0]`, or in two with a caret below. */
export function excerptText(excerpt: Excerpt, words: PlaceWords = english): string | readonly string[] {
  const { written, caret } = excerpt;
  const of = words.excerptOf(excerpt);
  const line = [of, written].filter((part) => part !== '').join('  ');
  return caret === undefined ? line : [line, ' '.repeat(line.length - written.length + caret) + '^'];
}
