import { penOf } from '../../explain/text.js';
import { wrapped } from '../../explain/text/prose.js';
import type { Pen } from '../../explain/text/table.js';
import { asciiLabel, distinctLabels, safeLabel } from '../../show/label.js';
import type { ShowOptions } from '../../show/renderer.js';
import { displayWidth, padEnd, padStart } from '../../show/width.js';
import { largest } from '../measure.js';
import { swapBetween, type Report, type Shown } from '../report.js';
import { barRows, leastWidth, type BarColumn } from './bars.js';
import { curve } from './curve.js';
import { REPORT_WORDS, type ReportWords } from './words.js';

export type ReportOptions = Pick<ShowOptions, 'lang' | 'unicode' | 'color' | 'width'>;

/** Sentences and pictures are set no wider than this. */
const MEASURE = 80;
const CURVE = { width: 56, height: 6 } as const;
const INDENT = '   ';
/** As wide as `100.0 %`, and a little air. */
const NUMBER = 8;
/** No weight is so many times an even share: everybody is heard nearly alike. */
const ALIKE = 3;

/** A training as text: the curve of the loss, what was learned, and whom the word listens to before and after. */
export function reportText(report: Report, options: ReportOptions): string {
  const pen = penOf(options);
  const words = REPORT_WORDS[options.unicode ? options.lang : 'en'];
  const width = Math.min(options.width, MEASURE);
  const parts = [
    headLines(report, words, pen, width),
    lossLines(report, words, pen, width),
    learnedLines(report, words, pen, width),
    ...exampleLines(report, words, pen, width),
    wrapped(words.nobody, width - 1).map((line) => ` ${line}`),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headLines({ sentences, sizes, learned, seed }: Report, words: ReportWords, pen: Pen, width: number): string[] {
  return [
    ...wrapped(`attn train: ${words.title(sentences)}`, width - 1).map((line) => ` ${pen.palette.bold(line)}`),
    ...wrapped(pen.write(words.model({ ...sizes, learned, seed })), width - 1).map((line) => ` ${line}`),
  ];
}

function lossLines({ losses }: Report, words: ReportWords, pen: Pen, width: number): string[] {
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

function learnedLines({ before, train, heldOut, swaps, shown }: Report, words: ReportWords, pen: Pen, width: number): string[] {
  const { example } = shown[0]!;
  const after = heldOut ?? train;
  const rows: [string, string, string][] = [
    ...(heldOut ? [[words.rightTrain, '', percent(train.accuracy)] as [string, string, string]] : []),
    [heldOut ? words.rightHeldOut : words.rightTrain, percent(before.accuracy), percent(after.accuracy)],
    [words.attends({ word: label(example.tokens[example.at]!, pen) }), percent(before.attends), percent(after.attends)],
  ];
  const left = Math.max(...rows.map(([name]) => displayWidth(name)));
  const numbers = (was: string, is: string): string => `  ${padStart(was, NUMBER)}  ${padStart(is, NUMBER)}`;
  // Where a name and its numbers do not fit on one line, they stand below each other.
  const fits = INDENT.length + left + displayWidth(numbers('', '')) <= width;
  const cells = (name: string, was: string, is: string): string[] => (fits ? [INDENT + padEnd(name, left) + numbers(was, is)]
    : [...(name === '' ? [] : wrapped(name, width - INDENT.length)), numbers(was, is)].map((line) => INDENT + line));
  const chance = words.chance({ share: percent(1 / example.tokens.length) });
  return [
    ` ${pen.palette.bold(words.learnedTitle)}`,
    ...cells('', words.before, words.after).map((line) => pen.palette.dim(line)),
    ...rows.flatMap(([name, was, is]) => cells(name, was, is)),
    ...[...(swaps.pairs > 0 ? [words.swaps(swaps)] : []), chance].flatMap((text) => wrapped(text, width - INDENT.length)).map((line) => INDENT + line),
  ].map((line) => line.trimEnd());
}

/** The examples; two that differ in one word stand side by side. */
function exampleLines({ shown, sizes }: Report, words: ReportWords, pen: Pen, width: number): string[][] {
  const blocks: string[][] = [];
  for (let n = 0; n < shown.length; n++) {
    const one = shown[n]!;
    const other = shown[n + 1];
    const swap = other && swapBetween(one.example, other.example);
    blocks.push(blockLines(swap === undefined ? [one] : [one, other!], swap, sizes.heads, words, pen, width));
    if (swap !== undefined) n++;
  }
  return blocks;
}

function blockLines(pair: readonly Shown[], swap: number | undefined, heads: number, words: ReportWords, pen: Pen, width: number): string[] {
  const { tokens, at } = pair[0]!.example;
  const name = (place: number, one = pair[0]!): string => label(one.example.tokens[place]!, pen);
  const told = tokens.map((_, place) => (place === swap ? pair.map((one) => one.example.tokens[place]!).join('/') : tokens[place]!));
  const labels = distinctLabels(told, pen.glyphs.ellipsis === '…');
  const titled = (when: string, one: Shown): string => (swap === undefined ? when : `${when}: ${name(swap, one)}`);
  const columns = pair.map((one): BarColumn[] => [
    column(titled(words.before, one), one.before),
    column(titled(words.after, one), one.after),
  ]);
  const room = width - INDENT.length;
  // Before training the two rows hardly differ: that of the first stands for both where they go side by side.
  const beside = swap === undefined ? columns[0]! : [columns[0]![0]!, ...columns.map(([, after]) => after!)];
  const groups = [[beside], columns].find((choice) => choice.every((group) => leastWidth(labels, group, pen) <= room)) ?? columns.flat().map((one) => [one]);
  const said = (share: number): string => percent(share).replace(' ', '\u00a0');
  const first = Math.max(...pair[0]!.before);
  const voice = [
    words.voiceBefore({ most: name(largest(pair[0]!.before)), share: said(first), alike: first * tokens.length < ALIKE }),
    ...pair.map((one) => {
      const heard = largest(one.after);
      const p = { word: name(heard, one), share: said(one.after[heard]!) };
      return swap === undefined ? words.voiceAfterPlain(p) : words.voiceAfter({ ...p, other: name(swap, one) });
    }),
  ].join(' ');
  return [
    ...wrapped(`"${told.map((token) => label(token, pen)).join(' ')}"`, width - 1).map((line) => ` ${pen.palette.bold(line)}`),
    ...wrapped(words.row({ word: name(at), heads }), width - 1).map((line) => ` ${line}`),
    ...groups.flatMap((group) => barRows(labels, group, room, pen).map((line) => INDENT + line)),
    ...wrapped(pen.write(voice), width - 1).map((line) => ` ${line}`),
  ];
}

function column(title: string, weights: Float64Array): BarColumn {
  return { title, texts: Array.from(weights, percent), shares: Array.from(weights), strong: largest(weights) };
}

/** `98.6 %`, in a width that does not jump. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function label(word: string, pen: Pen): string {
  return pen.glyphs.ellipsis === '…' ? safeLabel(word) : asciiLabel(word);
}
