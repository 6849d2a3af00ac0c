import type { Verdict } from './judge.js';
import type { Mistake } from './mistakes/mistake.js';
import type { Constant } from './search.js';

/** One way to get OUT. */
export interface Cause {
  /** `S1`, `scale`, or `S1+G1`. */
  readonly id: string;
  readonly mistakes: readonly Mistake[];
  readonly constant?: Pick<Constant, 'id' | 'title' | 'value' | 'formula'>;
  readonly verdict: Verdict;
}
