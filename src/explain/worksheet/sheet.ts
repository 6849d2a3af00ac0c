import { exp } from '../../core/elementary.js';
import type { Language } from '../../show/renderer.js';
import { CATALOGUES } from '../language/index.js';
import { number } from '../shown.js';
import { quote } from '../telling.js';

/** All numbers of a worksheet, row by row. */
export interface Exercise {
  readonly words: readonly string[];
  readonly root: number;
  readonly q: Table;
  readonly k: Table;
  readonly v: Table;
  readonly scores: Table;
  readonly scaled: Table;
  readonly weights: Table;
  readonly output: Table;
  /** The weights when nobody may look ahead. */
  readonly causal: Table;
}

type Table = readonly (readonly number[])[];

const DIGITS = 4;
const BLANK = '____';

/** The sheet (blanks) or its key (numbers in their places), in Markdown: the same document but for the numbers. */
export function sheetText(exercise: Exercise, seed: number, lang: Language, solved: boolean): string {
  const t = CATALOGUES[lang];
  const { words, root, q, k, v, scores, scaled, weights, output } = exercise;
  const write = (x: number): string => number(x, DIGITS, 'zero');
  const fill = (x: number): string => (solved ? write(x) : BLANK);
  const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
    [head, head.map((_, at) => (at === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const numbers = (name: string, from: Table, cell: (x: number, i: number, j: number) => string, heads: readonly string[] = words): string =>
    table([name, ...heads], from.map((row, i) => [`**${words[i]}**`, ...row.map((x, j) => cell(x, i, j))]));
  const places = (from: Table): string[] => from[0]!.map((_, at) => String(at + 1));
  const exps = scaled.map((row) => row.map((x) => exp(x - Math.max(...row))));
  const sums = exps.map((row) => row.reduce((sum, x) => sum + x, 0));

  return `${[
    `# ${solved ? t.sheetKeyTitle({ seed }) : t.sheetTitle({ seed })}`,
    solved ? t.sheetRounding : t.sheetName,
    t.sheetIntro({ words: words.length, dK: q[0]!.length, root }),
    `## ${t.sheetGiven}`,
    t.sheetGivenText,
    ...([['Q', q], ['K', k], ['V', v]] as const).map(([name, from]) => numbers(name, from, write, places(from))),
    `## ${t.sheetScores}`,
    t.sheetScoresText({ row: quote(words[0]!), column: quote(words[0]!), sum: `${q[0]!.map((x, at) => `${x}·${k[0]![at]!}`).join(' + ')} = ${scores[0]![0]!}` }),
    numbers('q · k', scores, (x, i, j) => (i === 0 && j === 0 ? write(x) : fill(x))),
    `## ${t.sheetScaled({ root })}`,
    numbers(`÷ ${root}`, scaled, fill),
    `## ${t.sheetExps}`,
    t.sheetExpsText,
    lookUp(scaled, table, write),
    table(['e^x', ...words, t.sum], exps.map((row, i) => [`**${words[i]}**`, ...row.map(fill), fill(sums[i]!)])),
    `## ${t.sheetWeights}`,
    t.sheetWeightsText,
    table(['', ...words, t.sum], weights.map((row, i) => [`**${words[i]}**`, ...row.map(fill), fill(1)])),
    `## ${t.sheetOutput}`,
    t.sheetOutputText,
    numbers('', output, fill, places(output)),
    `## ${t.sheetQuestions}`,
    ...questions(exercise, lang, solved, write),
  ].join('\n\n')}\n`;
}

/** Every e^x that the sheet needs, from 0 down. */
function lookUp(scaled: Table, table: (head: readonly string[], rows: readonly (readonly string[])[]) => string, write: (x: number) => string): string {
  const needed = [...new Set(scaled.flatMap((row) => row.map((x) => x - Math.max(...row))))].sort((a, b) => b - a);
  return table(['x', ...needed.map(write)], [['e^x', ...needed.map((x) => write(exp(x)))]]);
}

function questions({ words, weights, causal }: Exercise, lang: Language, solved: boolean, write: (x: number) => string): string[] {
  const t = CATALOGUES[lang];
  const answer = (text: string): string => (solved ? `**${text}**` : '______________________');
  // The last word but one: it loses one voice and keeps at least two.
  const i = words.length - 2;
  const strongest = words[weights[0]!.indexOf(Math.max(...weights[0]!))]!;
  return [
    `a. ${t.sheetMost({ name: quote(words[0]!) })} ${answer(strongest)}`,
    `b. ${t.sheetCausal({ name: quote(words[i]!), hidden: quote(words.at(-1)!) })} ${answer(causal[i]!.map(write).join(' · '))}`,
    `c. ${t.sheetHidden({ name: quote(words[0]!) })} ${answer(t.sheetHiddenAnswer)}`,
  ];
}
