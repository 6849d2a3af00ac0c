import { type FactOf } from '../core/index.js';
import { closest } from '../words/index.js';
import { distinctLabels } from '../show/index.js';
import { type ExplainFacts, usageError } from './facts.js';

export interface ResolvedToken {
  /** From 0. */
  readonly index: number;
  /** What was decided, for stderr: which of several equal words was taken. */
  readonly note?: FactOf<Pick<ExplainFacts, 'token-repeated'>>;
}

/**
 * Which word `--token` or `--hide` means: the word itself, `word#2` for its second occurrence, or its number from 1.
 * A word that stands more than once is taken at its first place, with a note. Upper and lower case only matter where both occur.
 *
 * @param spec as the user typed it
 * @param words the tokens, in order
 * @param option the option that named it, for the note
 * @throws AttnError (usage) when there is no such word, with the nearest one
 * @example resolveToken('the#2', ['the', 'cat', 'the']) // => { index: 2 }
 */
export function resolveToken(spec: string, words: readonly string[], option?: string): ResolvedToken {
  const wanted = spec.normalize('NFC');
  const places = occurrences(wanted, words);
  if (places.length === 1) return { index: places[0]! };
  if (places.length > 1) {
    return {
      index: places[0]!,
      note: {
        code: 'token-repeated',
        found: spec,
        places: places.map((at) => ({ word: words[at]!, number: at + 1 })),
        ...(option !== undefined && { option }),
      },
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
  const near = closest(spec, words);
  return usageError({ code: 'unknown-token', found: spec, words, ...(near !== undefined && { near }) });
}
