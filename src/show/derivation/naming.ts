import type { Lens, SoftmaxRow } from '../../lens/index.js';
import type { PictureWords } from '../../words/index.js';

/** What the lines are written with. */
export interface Naming {
  readonly words: PictureWords;
  /** Safe to show, and all different. */
  readonly queries: readonly string[];
  readonly keys: readonly string[];
  /** Products of a sum that are written out; of more, so many and what the others come to. */
  readonly most: number;
  /** Terms of a softmax's sum that are written out; of more, none. */
  readonly terms: number;
  /** The inside of a row's softmax, worked out once for all its cells. */
  readonly softmax: (lens: Lens, i: number) => SoftmaxRow;
}
