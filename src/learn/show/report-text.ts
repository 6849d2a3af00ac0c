import { type Pen, penOf, wrapped } from '../../explain/index.js';
import {
  asciiLabel,
  displayWidth,
  distinctLabels,
  padEnd,
  padStart,
  safeLabel,
  type ShowOptions,
} from '../../show/index.js';
import { largest } from '../measure.js';
import type { Report, Shown } from '../report.js';
import { barRows, leastWidth, type BarColumn } from './bars.js';
import { curve } from './curve.js';
import { learnedNotes, learnedRows, pairsOf, percent, voiceOf, type Pair } from './report-content.js';
import { TRAINING_WORDS, type TrainingWords } from '../../words/index.js';

export type ReportOptions = Pick<ShowOptions, 'lang' | 'unicode' | 'color' | 'width'>;

/** Sentences and pictures are set no wider than this. */
const MEASURE = 80;
const CURVE = { width: 56, height: 6 } as const;
const INDENT = '   ';
/** As wide as `100.0 %`, with padding. */
const NUMBER = 8;

/** A training as text: the loss curve, what was learned, and the word's weights before and after. */
export function reportText(report: Report, options: ReportOptions): string {
  const pen = penOf(options);
  const words = TRAINING_WORDS[options.unicode ? options.lang : 'en'];
  const width = Math.min(options.width, MEASURE);
  const parts = [
    headLines(report, words, pen, width),
    lossLines(report, words, pen, width),
    learnedLines(report, words, pen, width),
    ...pairsOf(report.shown).map((pair) => exampleLines(pair, report.sizes.heads, words, pen, width)),
    wrapped(words.nobody, width - 1).map((line) => ` ${line}`),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headLines(
  { sentences, sizes, learned, seed }: Report,
  words: TrainingWords,
  pen: Pen,
  width: number,
): string[] {
  return [
    ...wrapped(`attn train: ${words.title(sentences)}`, width - 1).map((line) => ` ${pen.palette.bold(line)}`),
    ...wrapped(pen.write(words.model({ ...sizes, learned, seed })), width - 1).map((line) => ` ${line}`),
  ];
}

function lossLines({ losses }: Report, words: TrainingWords, pen: Pen, width: number): string[] {
  const unicode = pen.glyphs.ellipsis === '…';
  const { lines, top } = curve(losses, Math.min(CURVE.width, width - 12), CURVE.height, unicode);
  const labels = lines.map((_, line) => (line === 0 ? top.toPrecision(3) : line === lines.length - 1 ? '0' : ''));
  const left = Math.max(...labels.map((label) => label.length));
  return [
    ...wrapped(pen.write(words.loss({ epochs: losses.length })), width - 1).map((line) => ` ${pen.palette.bold(line)}`),
    ...lines.map((line, n) => {
      const last = n === lines.length - 1 ? ` ${losses.at(-1)!.toPrecision(2)}` : '';
      return `${INDENT}${padStart(labels[n]!, left)} ${pen.palette.dim(pen.glyphs.box.side)}${pen.palette.query(line)}${last}`;
    }),
  ];
}

function learnedLines(report: Report, words: TrainingWords, pen: Pen, width: number): string[] {
  const rows = learnedRows(report, words, (word) => label(word, pen));
  const left = Math.max(...rows.map(([name]) => displayWidth(name)));
  const numbers = (was: string, is: string): string => `  ${padStart(was, NUMBER)}  ${padStart(is, NUMBER)}`;
  // A name and its numbers that do not fit on one line are put below each other.
  const fits = INDENT.length + left + displayWidth(numbers('', '')) <= width;
  const cells = (name: string, was: string, is: string): string[] =>
    fits
      ? [INDENT + padEnd(name, left) + numbers(was, is)]
      : [...(name === '' ? [] : wrapped(name, width - INDENT.length)), numbers(was, is)].map((line) => INDENT + line);
  return [
    ` ${pen.palette.bold(words.learnedTitle)}`,
    ...cells('', words.before, words.after).map((line) => pen.palette.dim(line)),
    ...rows.flatMap(([name, was, is]) => cells(name, was, is)),
    ...learnedNotes(report, words)
      .flatMap((text) => wrapped(text, width - INDENT.length))
      .map((line) => INDENT + line),
  ].map((line) => line.trimEnd());
}

function exampleLines(pair: Pair, heads: number, words: TrainingWords, pen: Pen, width: number): string[] {
  const { both, swap, labels: names } = pair;
  const [
    {
      example: { tokens, at },
    },
  ] = both;
  const name = (word: string): string => label(word, pen);
  const titled = (when: string, one: Shown): string =>
    swap === undefined ? when : `${when}: ${name(one.example.tokens[swap]!)}`;
  const columns = both.map((one) => [
    column(titled(words.before, one), one.before),
    column(titled(words.after, one), one.after),
  ]);
  const labels = distinctLabels(names, pen.glyphs.ellipsis === '…');
  const room = width - INDENT.length;
  // Before training the two rows hardly differ, so side by side the first represents both.
  const beside = [columns[0]![0]!, ...columns.map(([, after]) => after!)];
  const fits = (groups: readonly BarColumn[][]): boolean =>
    groups.every((group) => leastWidth(labels, group, pen) <= room);
  const groups = [[beside], columns].find(fits) ?? columns.flat().map((one) => [one]);
  return [
    ...wrapped(`"${names.map(name).join(' ')}"`, width - 1).map((line) => ` ${pen.palette.bold(line)}`),
    ...wrapped(words.row({ word: name(tokens[at]!), heads }), width - 1).map((line) => ` ${line}`),
    ...groups.flatMap((group) => barRows(labels, group, room, pen).map((line) => INDENT + line)),
    ...wrapped(pen.write(voiceOf(pair, words, name)), width - 1).map((line) => ` ${line}`),
  ];
}

function column(title: string, weights: Float64Array): BarColumn {
  return { title, texts: Array.from(weights, percent), shares: Array.from(weights), strong: largest(weights) };
}

function label(word: string, pen: Pen): string {
  return pen.glyphs.ellipsis === '…' ? safeLabel(word) : asciiLabel(word);
}
