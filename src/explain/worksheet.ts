import { attend, generator, matrix } from '../core/index.js';
import { lensOn } from '../lens/index.js';
import type { Language } from '../show/index.js';
import { renderHtmlPage } from './html.js';
import { WORKSHEET_WORDS } from '../words/index.js';
import { renderMarkdownPage } from './markdown.js';
import type { PageDocument } from './page.js';
import { sheetPage, type Exercise } from './worksheet/sheet.js';
import { usageError } from './facts.js';

export interface WorksheetOptions {
  /** Fixes the sheet: 1 to 30 give a class thirty different ones. */
  readonly seed: number;
  /** How many words, 2 to 8. */
  readonly rows: number;
  /** d_k: 4, 9 or 16, so that √d_k is whole. */
  readonly cols: number;
  readonly lang: Language;
  /** Markdown, unless told otherwise. */
  readonly format?: 'md' | 'html';
}

export interface Worksheet {
  readonly sheet: string;
  readonly key: string;
}

const D_V = 2;
/** Sizes whose root is a whole number. */
const D_K: readonly number[] = [4, 9, 16];
/** e^x of less than this would be lost among four digits. */
const WIDEST = 5;

/**
 * An exercise in attention with small whole numbers: a sheet with blanks, and its key.
 *
 * @throws AttnError (usage) when the size is not 2 to 8 words by 4, 9 or 16
 * @example makeWorksheet({ seed: 7, rows: 3, cols: 4, lang: 'en' }).sheet.startsWith('# Attention by hand · sheet 7') // => true
 */
export function makeWorksheet({ seed, rows, cols, lang, format = 'md' }: WorksheetOptions): Worksheet {
  const faults = [
    ...(Number.isInteger(rows) && rows >= 2 && rows <= 8
      ? []
      : [{ code: 'worksheet-words' as const, found: rows, expected: { least: 2, most: 8 } }]),
    ...(D_K.includes(cols) ? [] : [{ code: 'worksheet-size' as const, found: cols, expected: D_K }]),
  ];
  if (faults.length > 0) throw usageError(faults);
  const exercise = draw(seed, rows, cols, WORKSHEET_WORDS[lang].sheetWords.slice(0, rows));
  const write = (page: PageDocument): string =>
    format === 'html' ? renderHtmlPage(page, lang) : renderMarkdownPage(page);
  return { sheet: write(sheetPage(exercise, seed, lang, false)), key: write(sheetPage(exercise, seed, lang, true)) };
}

/** Draws until the numbers make a good exercise, then works it out. */
function draw(seed: number, rows: number, cols: number, words: readonly string[]): Exercise {
  const { integer } = generator(seed);
  const root = Math.sqrt(cols);
  // With long lists most numbers are 0, or the sums would be too large for the head.
  const small = (): number => (integer(root) < 2 ? integer(3) : 0);
  const table = (width: number, of: () => number): number[][] =>
    Array.from({ length: rows }, () => Array.from({ length: width }, of));
  let [q, k, v] = [table(cols, small), table(cols, small), table(D_V, () => integer(4))];
  while (!teaches(q, k, v)) [q, k, v] = [table(cols, small), table(cols, small), table(D_V, () => integer(4))];

  const problem = { q: matrix(q), k: matrix(k), v: matrix(v), tokens: { query: words, key: words } };
  const trace = attend(problem);
  const causal = attend({ ...problem, causal: true });
  const [open, masked] = [lensOn(trace, 0, 0), lensOn(causal, 0, 0)];
  return {
    words,
    root,
    q,
    k,
    v,
    scores: open.rows('scores'),
    scaled: open.rows('scaled'),
    weights: open.rows('weights'),
    output: open.rows('output'),
    causal: masked.rows('weights'),
  };
}

/** Each row of scores has one strongest voice and none too faint to be seen; no two words ask alike; no column of V is all the same. */
function teaches(q: readonly number[][], k: readonly number[][], v: readonly number[][]): boolean {
  const scores = q.map((row) => k.map((other) => row.reduce((sum, x, at) => sum + x * other[at]!, 0)));
  const widest = WIDEST * Math.sqrt(q[0]!.length);
  const plain = scores.every((row) => {
    const largest = Math.max(...row);
    return row.indexOf(largest) === row.lastIndexOf(largest) && largest - Math.min(...row) <= widest;
  });
  return (
    plain &&
    new Set(scores.map(String)).size === q.length &&
    v[0]!.every((_, at) => new Set(v.map((row) => row[at])).size > 1)
  );
}
