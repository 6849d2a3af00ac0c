import { exactNumber, jsonObject, jsonString, jsonStrings } from '../../show/index.js';
import { DISTANCES } from '../recall/task.js';
import type { Study } from '../recall/study.js';

/** A study as `attn-rnn/1`, one word or length a line. @param compact everything on one line */
export function studyJson({ sentence, tokens, dim, seed, influences, costs, recall }: Study, compact: boolean): string {
  const comma = compact ? ',' : ', ';
  const colon = compact ? ':' : ': ';
  const object = (pairs: readonly (readonly [string, string])[]): string =>
    `{${pairs.map(([key, value]) => jsonString(key) + colon + value).join(comma)}}`;
  const numbers = (of: Readonly<Record<string, number>>): string =>
    object(Object.entries(of).map(([key, value]) => [key, exactNumber(value)]));
  const list = (values: readonly number[]): string => `[${values.map(exactNumber).join(comma)}]`;
  const lines = (items: readonly string[]): string =>
    compact ? `[${items.join(',')}]` : `[\n    ${items.join(',\n    ')}\n  ]`;
  const words = influences.slice(0, -1).map(({ distance, path, norm, arrives }, t) =>
    object([
      ['word', jsonString(tokens[t]!)],
      ['distance', String(distance)],
      ['path', numbers(path)],
      ['norm', numbers(norm)],
      ['arrives', numbers(arrives)],
    ]),
  );
  return `${jsonObject(
    [
      ['schema', jsonString('attn-rnn/1')],
      ['sentence', jsonString(sentence)],
      ['tokens', jsonStrings(tokens, compact)],
      ['token', jsonString(tokens.at(-1)!)],
      ['dim', String(dim)],
      ['seed', String(seed)],
      ['words', lines(words)],
      [
        'costs',
        lines(
          costs.map(({ n, steps, multiplications }) =>
            object([
              ['n', String(n)],
              ['steps', numbers(steps)],
              ['multiplications', numbers(multiplications)],
            ]),
          ),
        ),
      ],
      ...(recall
        ? [
            [
              'recall',
              object([
                ['steps', String(recall.steps)],
                ['seeds', list(recall.seeds)],
                ['distances', list(DISTANCES)],
                ...recall.recalled.map(
                  ({ name, count, accuracy }) =>
                    [
                      name,
                      object([
                        ['numbers', String(count)],
                        ['accuracy', `[${accuracy.map(list).join(comma)}]`],
                      ]),
                    ] as const,
                ),
              ]),
            ] as const,
          ]
        : []),
    ],
    { compact },
  )}\n`;
}
