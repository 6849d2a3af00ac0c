import type { Pass, Step, ValueName } from './steps/step.js';
import type { Tensor4 } from './tensor.js';

/** Another value instead of the one that was made. `pass` holds what stands before it, and who may see whom. */
export type Change = (made: Tensor4, pass: Pass) => Tensor4;

/**
 * Fault injection: attention with one thing put wrong. `attn check` tries a mistake so, without a second copy of the
 * mathematics. A change acts before the value is rounded and recorded.
 */
export interface Injection {
  readonly changes?: { readonly [name in ValueName]?: Change };
  /** Another formula instead of a step's own, by the name of the step. */
  readonly instead?: { readonly [step: string]: Step['forward'] };
  /** The mask is known to the changes but not applied: one of them applies it in its own way. */
  readonly maskless?: boolean;
  /** Only these queries; the others keep scores, weights and outputs of 0. */
  readonly rows?: readonly number[];
}
