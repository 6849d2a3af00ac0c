import { type Block, cell, type Cell, type PageDocument, say } from '../../explain/index.js';
import { distinctLabels, type Language } from '../../show/index.js';
import { largest } from '../measure.js';
import type { Report } from '../report.js';
import { learnedNotes, learnedRows, pairsOf, percent, voiceOf, type Pair } from './report-content.js';
import { TRAINING_WORDS, type TrainingWords } from '../../words/index.js';

/** Columns of a full bar. */
const BAR = 20;

/** A training as a document: the same figures as on the terminal, as HTML or Markdown. */
export function reportPage(report: Report, lang: Language): PageDocument {
  const words = TRAINING_WORDS[lang];
  const { sizes, learned, seed, sentences, losses, shown } = report;
  const { tokens, at } = shown[0]!.example;
  return {
    title: words.pageTitle({ word: tokens[at]! }),
    intro: [say(words.title(sentences)), say(words.model({ ...sizes, learned, seed }))],
    sections: [
      { heading: words.learnedTitle, blocks: learnedBlocks(report, words) },
      ...pairsOf(shown).map((pair) => ({
        heading: `"${pair.labels.join(' ')}"`,
        blocks: exampleBlocks(pair, sizes.heads, words),
      })),
      { heading: words.loss({ epochs: losses.length }), blocks: [lossTable(losses, words)] },
    ],
  };
}

function learnedBlocks(report: Report, words: TrainingWords): Block[] {
  return [
    {
      kind: 'table',
      columns: [{}, { align: 'right' }, { align: 'right' }],
      head: [cell(''), cell(words.before), cell(words.after)],
      rows: learnedRows(report, words, (word) => word).map((row) =>
        row.map((text, column) => cell(text, column === 0 ? 'label' : undefined)),
      ),
    },
    ...learnedNotes(report, words).map((text) => say(text)),
    say(words.nobody),
  ];
}

function exampleBlocks(pair: Pair, heads: number, words: TrainingWords): Block[] {
  const { both, swap, labels: names } = pair;
  const [
    {
      example: { tokens, at },
    },
  ] = both;
  const columns = both.flatMap((one) =>
    [
      { title: words.before, weights: one.before, one },
      { title: words.after, weights: one.after, one },
    ].map((column) => ({
      ...column,
      title: swap === undefined ? column.title : `${column.title}: ${one.example.tokens[swap]}`,
    })),
  );
  return [
    say(words.row({ word: tokens[at]!, heads })),
    {
      kind: 'table',
      columns: [{}, ...columns.flatMap(() => [{ align: 'right' as const }, {}])],
      head: [cell(''), ...columns.flatMap(({ title }) => [cell(title), cell('')])],
      rows: distinctLabels(names, true).map((label, j): Cell[] => [
        cell(label, 'label'),
        ...columns.flatMap(({ weights }): Cell[] => [
          cell(percent(weights[j]!), largest(weights) === j ? 'mark' : undefined),
          { text: '', bar: { share: weights[j]!, width: BAR } },
        ]),
      ]),
    },
    say(voiceOf(pair, words, (word) => word)),
  ];
}

function lossTable(losses: readonly number[], words: TrainingWords): Block {
  const top = Math.max(...losses);
  return {
    kind: 'table',
    columns: [{ align: 'right' }, { align: 'right' }, {}],
    head: [cell(words.epoch), cell(words.lossColumn), cell('')],
    rows: losses.map((loss, epoch) => [
      cell(String(epoch + 1)),
      cell(loss.toPrecision(4)),
      { text: '', bar: { share: loss / top, width: 2 * BAR } },
    ]),
  };
}
