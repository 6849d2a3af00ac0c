import { closest, usageError } from '../core/index.js';
import { distinctLabels } from '../show/index.js';

export interface ResolvedToken {
  /** From 0. */
  readonly index: number;
  /** What was decided, for stderr: which of several equal words was taken. */
  readonly note?: string;
}

/** Most tokens listed in an error. */
const LISTED = 20;

/**
 * Which word `--token` or `--hide` means: the word itself, `word#2` for its second occurrence, or its number from 1.
 * A word that stands more than once is taken at its first place, with a note. Upper and lower case only matter where both occur.
 *
 * @param spec as the user typed it
 * @param words the tokens, in order
 * @throws AttnError (usage) when there is no such word, with the nearest one
 * @example resolveToken('the#2', ['the', 'cat', 'the']) // => { index: 2 }
 */
export function resolveToken(spec: string, words: readonly string[]): ResolvedToken {
  const wanted = spec.normalize('NFC');
  const places = occurrences(wanted, words);
  if (places.length === 1) return { index: places[0]! };
  if (places.length > 1) {
    const names = places.map((at, nth) => `${words[at]!}#${nth + 1} (number ${at + 1})`);
    const listed = names.length > 6 ? [...names.slice(0, 6), `${names.length - 6} more`] : names;
    return {
      index: places[0]!,
      note: `'${spec}' stands ${places.length} times; taken: the first. Choose with ${listed.join(', ')}`,
    };
  }

  const [, word, nth] = /^(.+)#(\d+)$/s.exec(wanted) ?? [];
  if (word !== undefined) {
    const found = occurrences(word, words)[Number(nth) - 1];
    if (found !== undefined) return { index: found };
  }
  // As the tables name repeated words: the₃, or the#3, by its place.
  for (const unicode of [true, false]) {
    const named = distinctLabels(words, unicode).indexOf(spec);
    if (named >= 0) return { index: named };
  }
  if (/^\d+$/.test(wanted) && Number(wanted) >= 1 && Number(wanted) <= words.length)
    return { index: Number(wanted) - 1 };
  throw unknown(spec, words);
}

function occurrences(word: string, words: readonly string[]): number[] {
  const where = (same: (other: string) => boolean): number[] => words.flatMap((other, at) => (same(other) ? [at] : []));
  const exact = where((other) => other.normalize('NFC') === word);
  return exact.length > 0 ? exact : where((other) => other.normalize('NFC').toLowerCase() === word.toLowerCase());
}

function unknown(spec: string, words: readonly string[]) {
  const text = words.join(' ');
  const near = closest(spec, words);
  const listed =
    words.length > LISTED ? `${words.slice(0, LISTED).join(', ')} and ${words.length - LISTED} more` : words.join(', ');
  const number = /^\d+$/.test(spec);
  return usageError({
    what: number
      ? `no token number ${spec}: there ${words.length === 1 ? 'is 1 token' : `are ${words.length} tokens`}`
      : `no token '${spec}'${text.length <= 60 ? ` in "${text}"` : ''}`,
    ...(near !== undefined
      ? { detail: `tokens: ${listed}`, fix: `did you mean '${near}'?` }
      : { fix: `the tokens are: ${listed}` }),
  });
}
