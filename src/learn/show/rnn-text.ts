import { type Pen, penOf, wrapped } from '../../explain/index.js';
import { asciiLabel, displayWidth, distinctLabels, padStart, safeLabel } from '../../show/index.js';
import type { ReaderName } from '../recall/reader.js';
import { ALPHABET, DISTANCES } from '../recall/task.js';
import { TESTS } from '../recall/recall.js';
import type { Study } from '../recall/study.js';
import { barRows, leastWidth, type BarColumn } from './bars.js';
import { percent, unbroken } from './report-content.js';
import type { ReportOptions } from './report-text.js';
import { RNN_WORDS, type RnnWords } from '../../words/index.js';

const MEASURE = 80;
const INDENT = '   ';
const NAMES: readonly ReaderName[] = ['rnn', 'lstm', 'attention'];

/** What reaches the word in an RNN, an LSTM and attention, side by side; what that costs; and what they recall. */
export function studyText(study: Study, options: ReportOptions): string {
  const pen = penOf(options);
  const words = RNN_WORDS[options.unicode ? options.lang : 'en'];
  const width = Math.min(options.width, MEASURE);
  const parts = [
    arrivesLines(study, words, pen, width),
    costLines(study, words, pen, width),
    ...(study.recall ? [recallLines(study.recall, words, pen, width)] : []),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function arrivesLines({ tokens, influences, dim, seed }: Study, words: RnnWords, pen: Pen, width: number): string[] {
  const name = (word: string): string => (pen.glyphs.ellipsis === '…' ? safeLabel(word) : asciiLabel(word));
  const token = name(tokens.at(-1)!);
  const earlier = influences.slice(0, -1);
  const say = sayer(pen, width);
  const labels = distinctLabels(tokens, pen.glyphs.ellipsis === '…').slice(0, -1);
  const columns = NAMES.map((reader): BarColumn => ({
    title: words.names[reader],
    texts: earlier.map(({ arrives }) => share(arrives[reader])),
    shares: earlier.map(({ arrives }) => arrives[reader]),
  }));
  const distances = earlier.map(({ distance }) => String(distance));
  const named = labels.map(
    (label, t) => `${padStart(distances[t]!, Math.max(...distances.map((text) => text.length)))}  ${label}`,
  );
  const room = width - INDENT.length;
  const groups = leastWidth(named, columns, pen) <= room ? [columns] : columns.map((column) => [column]);
  // The first word is often an article, so the text describes the second if there is one.
  const described = Math.min(1, earlier.length - 1);
  const { distance, path, arrives } = earlier[described]!;
  const paths = NAMES.map((reader) => `${words.names[reader]} ${words.steps({ count: path[reader] })}`).join(', ');
  const voice = words.voice({
    word: name(tokens[described]!),
    distance,
    rnn: unbroken(share(arrives.rnn)),
    attention: unbroken(share(arrives.attention)),
  });
  return [
    ...say(`attn rnn: ${words.title({ token, count: earlier.length })}`, pen.palette.bold),
    ...say(words.vectors({ dim, seed })),
    '',
    ...say(words.arrivesTitle({ token }), pen.palette.bold),
    ...groups.flatMap((group) => barRows(named, group, room, pen).map((line) => INDENT + line)),
    ...say(words.path({ word: name(tokens[described]!), paths })),
    ...say(words.arrivesNote, pen.palette.dim),
    ...say(voice),
  ];
}

function costLines({ costs, dim }: Study, words: RnnWords, pen: Pen, width: number): string[] {
  const say = sayer(pen, width);
  const table = (
    title: string,
    of: (cost: Study['costs'][number]) => Readonly<Record<ReaderName, number>>,
  ): string[] => [
    ...say(title),
    ...grid(
      [
        ['n', ...NAMES.map((reader) => words.names[reader])],
        ...costs.map((cost) => [grouped(cost.n), ...NAMES.map((reader) => grouped(of(cost)[reader]))]),
      ],
      pen,
    ),
  ];
  return [
    ...say(words.costTitle({ dim }), pen.palette.bold),
    ...table(words.costSteps, ({ steps }) => steps),
    ...table(words.costMultiplications, ({ multiplications }) => multiplications),
    ...say(words.costNote({ from: 2 * dim })),
  ];
}

function recallLines(
  { steps, seeds, recalled }: NonNullable<Study['recall']>,
  words: RnnWords,
  pen: Pen,
  width: number,
): string[] {
  const say = sayer(pen, width);
  const columns = recalled.map(({ name, accuracy }): BarColumn => {
    const of = (n: number): number[] => accuracy.map((seed) => seed[n]!);
    const means = DISTANCES.map((_, n) => of(n).reduce((sum, value) => sum + value, 0) / accuracy.length);
    const whole = (value: number): string => String(Math.round(100 * value));
    return {
      title: words.names[name],
      texts: DISTANCES.map(
        (_, n) => `${whole(means[n]!)} % ${`(${whole(Math.min(...of(n)))}–${whole(Math.max(...of(n)))})`.padEnd(9)}`,
      ),
      shares: means,
    };
  });
  const labels = DISTANCES.map((distance) => `k = ${String(distance).padStart(2)}`);
  const room = width - INDENT.length;
  const groups = leastWidth(labels, columns, pen) <= room ? [columns] : columns.map((column) => [column]);
  return [
    ...say(words.recallTitle({ steps, seeds: seeds.length }), pen.palette.bold),
    ...say(recalled.map(({ name, count }) => `${words.names[name]}: ${words.recallNumbers({ count })}`).join(', ')),
    ...groups.flatMap((group) => barRows(labels, group, room, pen).map((line) => INDENT + pen.write(line))),
    ...say(words.recallNote({ chance: unbroken(percent(1 / ALPHABET)), tests: TESTS })),
  ];
}

function sayer(pen: Pen, width: number) {
  return (text: string, paint: (line: string) => string = (line) => line): string[] =>
    wrapped(pen.write(text), width - 1).map((line) => ` ${paint(line)}`);
}

/** Columns of numbers, right-aligned; the first row is the head. */
function grid(rows: readonly (readonly string[])[], pen: Pen): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column]!))));
  return rows.map((row, n) => {
    const line = INDENT + row.map((cell, column) => padStart(cell, widths[column]!)).join('  ');
    return n === 0 ? pen.palette.dim(line) : line;
  });
}

/** Shares that shrink by powers: `38 %`, `1.2 %`, `0.0031 %`. */
function share(value: number): string {
  const per = 100 * value;
  if (per >= 10) return `${per.toFixed(0)} %`;
  if (per >= 0.001) return `${per.toPrecision(2)} %`;
  return per === 0 ? '0 %' : `${per.toExponential(0)} %`;
}

/** `12 345`, with a thin space, which cannot be mistaken for a decimal comma. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ' ');
}
