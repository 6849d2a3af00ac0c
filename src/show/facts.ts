import { errorsOf } from '../core/index.js';

/** What the renderers can say, as codes with their numbers and names. `words/` has the sentences. */
export interface ShowFacts {
  'package-not-installed': { name: string };
  'xlsx-too-large': { found: number; most: number };
  'npy-holds-one-array': object;
  /** Of named arrays. */
  'array-not-computed': { found: string; expected: readonly string[] };
  'stage-not-computed': { found: string; expected: readonly string[] };
  'no-such-matrix': { heads: number; batch: number };
}

export const { dataError, usageError } = errorsOf<ShowFacts>();
