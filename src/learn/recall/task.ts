import type { Generator } from '../../core/index.js';

/** How many different words there are; guessing is right once in so many. */
export const ALPHABET = 8;
/** Words before the question. */
export const LENGTH = 16;
/** The distances that are tested. */
export const DISTANCES = [1, 2, 4, 8, 12, 16] as const;
/** Rows of the table: the words, their positions, the questions. */
export const ROWS = ALPHABET + 2 * LENGTH;

/** A sentence to remember, and the question about it. */
export interface Recall {
  /** For each word, and for the question behind them, the rows of the table that add up to its vector. */
  readonly rows: readonly (readonly number[])[];
  readonly answer: number;
}

/**
 * Sixteen words at random, then the question: which one was k steps ago? k is unknown before, just as it is unknown at
 * 'animal' that 'it' will come.
 */
export function recallTask(distance: number, random: Generator): Recall {
  const words = Array.from({ length: LENGTH }, () => random.integer(ALPHABET));
  return {
    rows: [...words.map((word, place) => [word, ALPHABET + place]), [ALPHABET + LENGTH + distance - 1]],
    answer: words[LENGTH - distance]!,
  };
}
