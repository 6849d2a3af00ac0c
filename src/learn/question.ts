import type { Generator } from '../core/index.js';
import type { Question } from './answer.js';
import type { Example } from './example.js';
import { entry } from './model.js';

/** Every word of the examples once, in lower case, in the order in which they appear. */
export function vocabulary(examples: readonly Example[]): string[] {
  return [...new Set(examples.flatMap(({ tokens }) => tokens.map(entry)))];
}

/** Examples as the model reads them. @param words the vocabulary; it holds every word of the examples */
export function questions(examples: readonly Example[], words: readonly string[]): Question[] {
  const rows = new Map(words.map((word, row) => [word, row]));
  return examples.map(({ tokens, at, referents }) => ({
    ids: tokens.map((token) => rows.get(entry(token))!),
    places: tokens.map((_, place) => place),
    at,
    referents,
  }));
}

/**
 * Places for the words of one sentence: n of them at random, ascending, so that every set is equally likely. With a place that
 * cannot be guessed from the other words, the only way to learn where a word is, is to attend to it. Ruoss et al. 2023,
 * "Randomized Positional Encodings Boost Length Generalization of Transformers", https://arxiv.org/abs/2305.16843; the draw is
 * Knuth's algorithm S (The Art of Computer Programming, volume 2, section 3.4.2).
 */
export function randomPlaces(n: number, positions: number, random: Generator): number[] {
  const places: number[] = [];
  for (let place = 0; places.length < n; place++) {
    if (random.uniform() * (positions - place) < n - places.length) places.push(place);
  }
  return places;
}
