import type { Cell } from './block.js';
import { alignPoints } from './align.js';
import type { Catalogue } from './language/catalogue.js';
import type { Lesson, Product, Vector } from './lesson.js';
import { marked, number, relation, shown } from './shown.js';

/** A lesson on its way into words: the language, the digits, and how the words of the sentence are named. */
export interface Telling {
  readonly lesson: Lesson;
  readonly say: Catalogue;
  readonly digits: number;
  /** Names of keys and queries, safe to print, all different. */
  readonly keys: readonly string[];
  readonly queries: readonly string[];
  /** Keys that are told of, in order: all of up to 12, else the 5 most heard. */
  readonly told: readonly number[];
  /** How many keys are not told of one by one. */
  readonly others: number;
}

/** Vectors of up to so many numbers are shown whole. */
const WHOLE = 8;

/** `'cat'` */
export const quote = (name: string): string => `'${name}'`;

/** A cell with the name of a key; the speaker's own stands out. */
export function keyName({ lesson, keys }: Telling, j: number): Cell {
  return { text: keys[j]!, role: j === lesson.speaker.self ? 'self' : 'label' };
}

/** `►` before the speaker. */
export const arrow = (here: boolean): Cell => ({ text: here ? '►' : '', role: 'mark' });

/**
 * Vectors under each other: `[ 0.0399  0      ]`. Of long ones the first four numbers and how many follow.
 *
 * @param keep show so many numbers only
 */
export function vectorTexts({ digits, say }: Telling, vectors: readonly Vector[], keep = WHOLE): string[] {
  const size = vectors[0]?.length ?? 0;
  const count = size <= keep ? size : Math.min(4, keep);
  const columns = Array.from({ length: count }, (_, at) => alignPoints(vectors.map((vector) => number(vector[at]!, digits))));
  const gap = columns.some((column) => column[0]!.length > 1) && vectors.length > 1 ? '  ' : ' ';
  const rest = count < size ? [say.more(size - count)] : [];
  return vectors.map((_, at) => ['[', [...columns.map((column) => column[at]!), ...rest].join(gap), ']'].join(' '));
}

/** `2·2 + 0·0 + 1·1 + 1·0  =  5`, taken apart. The short form has the three largest products and counts the others. */
export interface Sum {
  readonly long: string;
  readonly short: string;
  readonly relation: '=' | '≈';
  readonly value: string;
}

/** A dot product in digits. From 9 products on the long form is the short one. */
export function sumOf({ digits, say }: Telling, products: readonly Product[], value: number): Sum {
  const write = ([a, b]: Product): string => `${number(a, digits)}·${b < 0 ? `(${number(b, digits)})` : number(b, digits)}`;
  const all = products.map(write).join(' + ');
  const size = ([a, b]: Product): number => Math.abs(a * b);
  const largest = new Set([...products].sort((a, b) => size(b) - size(a)).slice(0, 3));
  const rest = products.filter((product) => !largest.has(product));
  const together = rest.reduce((total, [a, b]) => total + a * b, 0);
  const short = products.length <= 4 ? all
    : [...products.filter((product) => largest.has(product)).map(write), say.moreTogether(rest.length, marked(together, digits))].join(' + ');
  return {
    long: products.length > WHOLE ? short : all,
    short,
    relation: relation([...products.flat(), value], digits),
    value: shown(value, digits).text,
  };
}
