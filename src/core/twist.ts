import type { Alignment } from './align.js';
import type { Settings } from './settings.js';
import type { Tensor } from './tensor.js';
import type { Sizes } from './trace.js';

/**
 * Where a mistake can be put in. `q`, `k`, `v`: before RoPE, without the cache; `queries`, `keys`, `values`: as they are
 * multiplied; `adjusted`: score-mod, bias and ALiBi are in, the mask is not; `heads`: weights·V, before the heads are joined.
 */
export type Step =
  | 'q'
  | 'k'
  | 'v'
  | 'q_rotated'
  | 'k_rotated'
  | 'queries'
  | 'keys'
  | 'values'
  | 'scores'
  | 'scaled'
  | 'softcapped'
  | 'adjusted'
  | 'masked'
  | 'weights'
  | 'heads';

/** Stages that every computation has: a mistake is put in as they are kept. The other steps are not always stages. */
export const TWISTED_AS_KEPT: ReadonlySet<string> = new Set<Step>([
  'q',
  'k',
  'v',
  'q_rotated',
  'k_rotated',
  'scores',
  'scaled',
  'weights',
]);

/** What had been made when a step was twisted. All tensors have four axes, heads apart. */
export interface SoFar {
  readonly settings: Settings;
  readonly sizes: Sizes;
  readonly alignment: Alignment;
  readonly scale: number;
  /** Who may see whom, 1 = may; undefined: everybody. Known from `adjusted` on. */
  readonly keep?: Tensor;
  /** Only these queries are asked for; what a change makes of the others means nothing. Undefined: all. */
  readonly rows?: readonly number[];
  /** What an earlier step made, after its own twist. */
  readonly made: (step: Step) => Tensor;
}

export type Change = (made: Tensor, soFar: SoFar) => Tensor;

/**
 * Attention with one thing put wrong: how `attn check` tries a mistake without a second copy of the mathematics.
 */
export interface Twist {
  readonly steps?: { readonly [step in Step]?: Change };
  /** Who may see whom, (batch, heads, n_q, n_k), instead of what the problem says; null: everybody. */
  readonly keep?: Float64Array | null;
  /** The mask is known to the steps but not applied: `adjusted` or `weights` apply it in their own way. */
  readonly maskless?: boolean;
  /** Q·Kᵀ, when it is known already. */
  readonly recall?: (
    queries: Tensor,
    keys: Tensor,
    rows: readonly number[] | undefined,
    compute: () => Tensor,
  ) => Tensor;
  /** Only these queries; the others keep scores, weights and outputs of 0. */
  readonly rows?: readonly number[];
}
