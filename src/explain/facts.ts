import { errorsOf } from '../core/index.js';

/** A word of a sentence and its number, from 1. */
export interface NumberedWord {
  readonly word: string;
  readonly number: number;
}

/** What the lesson and the worksheet can say, as codes with their numbers and names. `words/` has the sentences. */
export interface ExplainFacts {
  /** `found` is from 1, and there are `count` of them. */
  'lesson-of-nothing': { part: 'token' | 'head' | 'batch-item'; found: number; count: number };
  'lesson-without-values': object;
  'worksheet-words': { found: number; expected: { least: number; most: number } };
  'worksheet-size': { found: number; expected: readonly number[] };
  'unknown-token': { found: string; words: readonly string[]; near?: string };
  /** A word stands several times, and the first was taken; `option` is the one that named it, where it was one. */
  'token-repeated': { found: string; places: readonly NumberedWord[]; option?: string };
}

export const { usageError } = errorsOf<ExplainFacts>();
