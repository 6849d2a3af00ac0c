import { generator } from '../../core/index.js';
import { tokenize } from '../../read/index.js';
import type { Example } from '../example.js';
import { shuffle } from '../shuffle.js';
import type { Lexicon, Noun } from '../../words/index.js';

/** Every sixth pair of a noun and an adjective is kept for the test. */
const EVERY = 6;
const TRAINING_PAIRS = 320;
const SEED = 2017;

/** Noun, noun and adjective by their numbers in the lists. */
interface Combination {
  readonly goer: number;
  readonly place: number;
  readonly adjective: number;
}

/**
 * The built-in sentences of a language. The rule:
 *
 * 1. Noun n of its list and adjective j of its list are kept apart in training when n + j is a multiple of 6.
 * 2. Held out are the combinations (goer, place, adjective number) in which both nouns are kept apart from the adjective;
 *    training draws 320 from those in which neither is. So no noun of a held-out sentence was ever seen with its adjective.
 * 3. Every combination gives two sentences that differ in one word: the adjective of the goer (`tired`), that of the place
 *    (`wide`). Held-out combinations are written in two patterns each, the others in one, in turn.
 *
 * @returns 640 sentences for training and 128 held out, held out ones first, the famous pair at the very front
 */
export function compose(lexicon: Lexicon): Example[] {
  const { goers, places, ofGoers, patterns } = lexicon;
  const heldOut: Combination[] = [];
  const others: Combination[] = [];
  for (let adjective = 0; adjective < ofGoers.length; adjective++) {
    for (let goer = 0; goer < goers.length; goer++) {
      for (let place = 0; place < places.length; place++) {
        const apart = [goer, place].filter((noun) => (noun + adjective) % EVERY === 0).length;
        if (apart === 2) heldOut.push({ goer, place, adjective });
        if (apart === 0) others.push({ goer, place, adjective });
      }
    }
  }
  const step = Math.floor(patterns.length / 2) - 1;
  const training = shuffle(others, generator(SEED).integer).slice(0, TRAINING_PAIRS);
  const pattern = (n: number): string => patterns[n % patterns.length]!;
  return [
    ...heldOut.flatMap((combination, n) =>
      [n, n + step].flatMap((at) => pair(lexicon, combination, pattern(at), true)),
    ),
    ...training.flatMap((combination, n) => pair(lexicon, combination, pattern(n), false)),
  ];
}

/** The same sentence twice: with what only the goer can be, and with what only the place can be. */
function pair(lexicon: Lexicon, { goer, place, adjective }: Combination, pattern: string, heldOut: boolean): Example[] {
  const who = lexicon.goers[goer]!;
  const where = lexicon.places[place]!;
  return [
    [who, lexicon.ofGoers[adjective]!],
    [where, lexicon.ofPlaces[adjective]!],
  ].map(([referent, word]) => {
    const sentence = capitalized(
      pattern
        .replace('{goer}', who.phrase)
        .replace('{place}', where.phrase)
        .replace('{adjective}', word as string),
    );
    const tokens = tokenize(sentence);
    return {
      sentence,
      tokens,
      at: tokens.findIndex((token) => token.toLowerCase() === lexicon.pronoun),
      referents: [tokens.findIndex((token) => token.toLowerCase() === (referent as Noun).noun)],
      heldOut,
    };
  });
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
