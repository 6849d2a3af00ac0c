import { cell, type Block, type Cell, type Role } from './block.js';
import { alignPoints } from './align.js';
import type { LessonWords, Language } from '../words/index.js';
import type { Lesson, Product, Vector } from './lesson.js';
import { marked, number, relation, shown, tinyAmong } from './shown.js';

/** A lesson on its way into words: the language, the digits, and how the words of the sentence are named. */
export interface Telling {
  readonly lesson: Lesson;
  readonly lang: Language;
  readonly say: LessonWords;
  readonly digits: number;
  /** Names of keys and queries, safe to print, all different. */
  readonly keys: readonly string[];
  readonly queries: readonly string[];
  /** Keys that are told of, in order: all of up to 12, else the 5 most heard. */
  readonly told: readonly number[];
  /** How many keys are not told of one by one. */
  readonly others: number;
}

/** Vectors of up to so many numbers are shown whole; of longer ones, so many. */
const WHOLE = 8;
const FIRST = 4;
/** Products written out of a long sum. */
const LARGEST = 3;
/** Numbers of a vector to show, for terminals from wide to narrow. */
export const WIDTHS = [WHOLE, 6, 4, 3, 2, 1] as const;

/** `'cat'` */
export const quote = (name: string): string => `'${name}'`;

/** A cell with the name of a key; the speaker's own stands out. */
export function keyName({ lesson, keys }: Telling, j: number): Cell {
  return { text: keys[j]!, role: j === lesson.speaker.self ? 'self' : 'label' };
}

/** `►` before the speaker. */
export const arrow = (here: boolean): Cell => ({ text: here ? '►' : '', role: 'mark' });

/**
 * Vectors under each other: `[ 0.0399  0      ]`. Of long ones the first numbers and how many follow.
 *
 * @param keep show at most so many numbers
 */
export function vectorTexts({ digits, say }: Telling, vectors: readonly Vector[], keep = WHOLE): string[] {
  const size = vectors[0]?.length ?? 0;
  const count = size <= keep ? size : size > WHOLE ? Math.min(FIRST, keep) : keep;
  const tiny = tinyAmong(vectors.flat(), digits);
  const columns = Array.from({ length: count }, (_, at) =>
    alignPoints(vectors.map((vector) => number(vector[at]!, digits, tiny))),
  );
  const gap = columns.some((column) => column[0]!.length > 1) && vectors.length > 1 ? '  ' : ' ';
  const rest = count < size ? [say.more(size - count)] : [];
  return vectors.map((_, at) => ['[', [...columns.map((column) => column[at]!), ...rest].join(gap), ']'].join(' '));
}

/** `2·2 + 0·0 + 1·1 + 1·0  =  5`, taken apart. */
export interface Sum {
  readonly long: string;
  /** The three largest products, and how many more there are with what they come to. */
  readonly largest: string;
  readonly rest?: string;
  readonly relation: '=' | '≈';
  readonly value: string;
}

/** A dot product in digits. From 9 products on the long form has only the three largest, too. */
export function sumOf({ digits, say }: Telling, products: readonly Product[], value: number): Sum {
  const write = (chosen: readonly Product[]): string =>
    chosen
      .map(([a, b], at) => {
        const second = b < 0 ? `(${number(b, digits)})` : number(b, digits);
        const sign = at === 0 ? (a < 0 ? '−' : '') : a < 0 ? ' − ' : ' + ';
        return `${sign}${number(Math.abs(a), digits)}·${second}`;
      })
      .join('');
  const order = [...products.keys()].sort((a, b) => size(products[b]!) - size(products[a]!));
  const three = new Set(order.slice(0, LARGEST));
  const rest = products.filter((_, at) => !three.has(at));
  const together = rest.reduce((total, [a, b]) => total + a * b, 0);
  const largest = write(products.filter((_, at) => three.has(at)));
  const others = rest.length > 0 ? say.moreTogether(rest.length, marked(together, digits)) : undefined;
  return {
    long: products.length > WHOLE ? `${largest} + ${others}` : write(products),
    largest,
    ...(others && { rest: others }),
    relation: relation([...products.flat(), value], digits),
    value: shown(value, digits).text,
  };
}

const size = ([a, b]: Product): number => Math.abs(a * b);

/** Vectors on lines of their own, with as many numbers as fit: a name, a sign (or nothing), the vector. */
export function vectorLines(
  telling: Telling,
  lines: readonly { readonly name: Cell; readonly sign?: string; readonly vector: Vector; readonly role?: Role }[],
): Block {
  return {
    kind: 'fit',
    choices: WIDTHS.map((keep): Block[] => {
      const texts = vectorTexts(
        telling,
        lines.map(({ vector }) => vector),
        keep,
      );
      const signs = lines.some(({ sign }) => sign !== undefined);
      return [
        {
          kind: 'table',
          columns: [{}, ...(signs ? [{}] : []), {}],
          rows: lines.map(({ name, sign, role }, at) => [
            name,
            ...(signs ? [cell(sign ?? '')] : []),
            cell(texts[at]!, role),
          ]),
        },
      ];
    }),
  };
}
