import { distinctLabels, exactNumber, jsonObject, jsonString } from '../../show/index.js';
import type { Report } from '../report.js';

/**
 * A training as `attn-train/1`. Words that occur twice in a sentence are numbered as everywhere: `the#5`.
 *
 * @param compact everything on one line
 */
export function reportJson(
  { sentences, losses, before, train, heldOut, swaps, shown, sizes, seed, learned }: Report,
  compact: boolean,
): string {
  const object = (pairs: readonly (readonly [string, string])[]): string =>
    `{${pairs.map(([key, value]) => `${jsonString(key)}: ${value}`).join(', ')}}`;
  const row = (tokens: readonly string[], weights: Float64Array): string =>
    object(distinctLabels(tokens, false).map((label, j) => [label, exactNumber(weights[j]!)]));
  const number = (value: number | undefined): string => (value === undefined ? 'null' : exactNumber(value));
  const lines = shown.map(({ example: { sentence, tokens, at, referents }, before: was, after }) =>
    jsonObject(
      [
        ['sentence', jsonString(sentence)],
        ['word', jsonString(tokens[at]!)],
        ['refers_to', jsonString(tokens[referents[0]!]!)],
        ['before', row(tokens, was)],
        ['after', row(tokens, after)],
      ],
      { compact, indent: '    ' },
    ),
  );
  return `${jsonObject(
    [
      ['schema', jsonString('attn-train/1')],
      [
        'model',
        object([
          ['layers', String(sizes.layers)],
          ['heads', String(sizes.heads)],
          ['dim', String(sizes.dim)],
          ['words', String(sizes.words)],
          ['positions', String(sizes.positions)],
          ['numbers', String(learned)],
          ['seed', String(seed)],
        ]),
      ],
      [
        'data',
        object([
          ['train', String(sentences.train)],
          ['held_out', String(sentences.heldOut)],
        ]),
      ],
      ['loss', `[${losses.map(exactNumber).join(', ')}]`],
      [
        'accuracy',
        object([
          ['before', number(before.accuracy)],
          ['train', number(train.accuracy)],
          ['held_out', number(heldOut?.accuracy)],
        ]),
      ],
      [
        'attends_to_referent',
        object([
          ['before', number(before.attends)],
          ['train', number(train.attends)],
          ['held_out', number(heldOut?.attends)],
        ]),
      ],
      [
        'swaps',
        object([
          ['pairs', String(swaps.pairs)],
          ['moved', String(swaps.moved)],
        ]),
      ],
      ['examples', compact ? `[${lines.join(',')}]` : `[\n    ${lines.join(',\n    ')}\n  ]`],
    ],
    { compact },
  )}\n`;
}
