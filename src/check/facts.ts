import { errorsOf } from '../core/index.js';

/** What check can refuse, as codes with their numbers and names. `words/` has the sentences. */
export interface CheckFacts {
  'results-without-common-stage': { first: readonly string[]; second: readonly string[]; near?: string };
  /** The reference has no such stage. */
  'stage-not-comparable': { stage: string; gradient: boolean };
  'stage-shape-differs': { stage: string; found: string; expected: string };
  'output-shape-unknown': { found: string; expected: string };
  /** `found`: how many products. */
  'exact-too-large': { found: number };
  /** Options by their names: `key-lengths`. */
  'exact-without-option': { options: readonly string[] };
  'exact-without-score-mod': object;
  'exact-over-keys-only': { over: string };
  'no-score-overflows': object;
}

export const { dataError, usageError } = errorsOf<CheckFacts>();
