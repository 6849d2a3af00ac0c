import { exp } from '../../core/index.js';
import type { Language } from '../../show/index.js';
import { cell, say, type Block, type Cell } from '../block.js';
import { largest } from '../extremes.js';
import { LESSON_WORDS, WORKSHEET_WORDS } from '../../words/index.js';
import type { PageDocument } from '../page.js';
import { number } from '../shown.js';
import { quote } from '../telling.js';

/** All numbers of a worksheet, row by row. */
export interface Exercise {
  readonly words: readonly string[];
  readonly root: number;
  readonly q: Rows;
  readonly k: Rows;
  readonly v: Rows;
  readonly scores: Rows;
  readonly scaled: Rows;
  readonly weights: Rows;
  readonly output: Rows;
  /** The weights when nobody may look ahead. */
  readonly causal: Rows;
}

type Rows = readonly (readonly number[])[];

const DIGITS = 4;
const BLANK = '____';
const LINE = '______________________';

/** The sheet (blanks) or its key (numbers in their places): the same page but for the numbers. */
export function sheetPage(exercise: Exercise, seed: number, lang: Language, solved: boolean): PageDocument {
  const t = WORKSHEET_WORDS[lang];
  const { words, root, q, k, v, scores, scaled, weights, output } = exercise;
  const write = (x: number): string => number(x, DIGITS, 'zero');
  const fill = (x: number): string => (solved ? write(x) : BLANK);
  const exps = scaled.map((row) => row.map((x) => exp(x - largest(row))));
  const places = (from: Rows): string[] => from[0]!.map((_, at) => String(at + 1));
  /** A row a word; `ends` stand in a last column. */
  const table = (
    corner: string,
    heads: readonly string[],
    from: Rows,
    text: (x: number, i: number, j: number) => string,
    ends?: readonly string[],
  ): Block => ({
    kind: 'table',
    columns: [{}, ...heads.map(() => ({ align: 'right' as const })), ...(ends ? [{ align: 'right' as const }] : [])],
    head: [corner, ...heads, ...(ends ? [LESSON_WORDS[lang].sum] : [])].map((text) => cell(text)),
    rows: from.map((row, i): Cell[] => [
      cell(words[i]!, 'self'),
      ...row.map((x, j) => cell(text(x, i, j))),
      ...(ends ? [cell(ends[i]!)] : []),
    ]),
  });
  const first = {
    row: quote(words[0]!),
    column: quote(words[0]!),
    sum: `${q[0]!.map((x, at) => `${x}·${k[0]![at]!}`).join(' + ')} = ${scores[0]![0]!}`,
  };

  return {
    title: solved ? t.sheetKeyTitle({ seed }) : t.sheetTitle({ seed }),
    intro: [
      say(solved ? t.sheetRounding : t.sheetName),
      say(t.sheetIntro({ words: words.length, dK: q[0]!.length, root })),
    ],
    sections: [
      {
        heading: t.sheetGiven,
        blocks: [
          say(t.sheetGivenText),
          table('Q', places(q), q, write),
          table('K', places(k), k, write),
          table('V', places(v), v, write),
        ],
      },
      {
        heading: t.sheetScores,
        blocks: [
          say(t.sheetScoresText(first)),
          table('q · k', words, scores, (x, i, j) => (i + j === 0 ? write(x) : fill(x))),
        ],
      },
      { heading: t.sheetScaled({ root }), blocks: [table(`÷ ${root}`, words, scaled, fill)] },
      {
        heading: t.sheetExps,
        blocks: [
          say(t.sheetExpsText),
          lookUp(scaled, write),
          table(
            'e^x',
            words,
            exps,
            fill,
            exps.map((row) => fill(row.reduce((sum, x) => sum + x, 0))),
          ),
        ],
      },
      {
        heading: t.sheetWeights,
        blocks: [
          say(t.sheetWeightsText),
          table(
            '',
            words,
            weights,
            fill,
            weights.map(() => fill(1)),
          ),
        ],
      },
      { heading: t.sheetOutput, blocks: [say(t.sheetOutputText), table('', places(output), output, fill)] },
      { heading: t.sheetQuestions, blocks: questions(exercise, lang, solved, write) },
    ],
  };
}

/** Every e^x that the sheet needs, from 0 down. */
function lookUp(scaled: Rows, write: (x: number) => string): Block {
  const needed = [...new Set(scaled.flatMap((row) => row.map((x) => x - largest(row))))].sort((a, b) => b - a);
  return {
    kind: 'table',
    columns: [{}, ...needed.map(() => ({ align: 'right' as const }))],
    head: [cell('x'), ...needed.map((x) => cell(write(x)))],
    rows: [[cell('e^x'), ...needed.map((x) => cell(write(exp(x))))]],
  };
}

function questions(
  { words, weights, causal }: Exercise,
  lang: Language,
  solved: boolean,
  write: (x: number) => string,
): Block[] {
  const t = WORKSHEET_WORDS[lang];
  const answer = (text: string): string => (solved ? `→ ${text}` : LINE);
  // The last word but one loses just one voice.
  const i = words.length - 2;
  const strongest = words[weights[0]!.indexOf(largest(weights[0]!))]!;
  return [
    say(`a. ${t.sheetMost({ name: quote(words[0]!) })} ${answer(strongest)}`),
    say(
      `b. ${t.sheetCausal({ name: quote(words[i]!), hidden: quote(words.at(-1)!) })} ${answer(causal[i]!.map(write).join(' · '))}`,
    ),
    say(`c. ${t.sheetHidden({ name: quote(words[0]!) })} ${answer(t.sheetHiddenAnswer)}`),
  ];
}
