import type { FeatureMap } from '../feature-map.js';

/** What one head remembers. */
export interface Memory {
  /** S: (d, d_v). */
  readonly state: Float64Array;
  /** z: (d), where the output is divided by q·z. */
  readonly sum?: Float64Array;
}

/** What one token brings. */
export interface Token {
  readonly q: Float64Array; // (d)
  readonly k: Float64Array; // (d)
  readonly v: Float64Array; // (d_v)
  /** e^g for each feature; undefined: nothing fades. */
  readonly fade?: Float64Array;
  readonly beta: number;
  /** u: how much of its own key and value a token reads at once. */
  readonly bonus?: Float64Array;
  /** A padded token neither writes nor lets anything fade. */
  readonly writes: boolean;
}

/** The gradients by what one token brought, and by the memory before it, which is changed in place. */
export interface TokenGradient {
  readonly q: Float64Array;
  readonly k: Float64Array;
  readonly v: Float64Array;
}

/** One head, all tokens: what the recurrent and the parallel form start from. */
export interface Head {
  readonly n: number;
  readonly d: number;
  readonly dV: number;
  readonly token: (t: number) => Token;
  /** ln of the decay; the same for all features, or not. */
  readonly logDecay: { readonly perFeature: boolean; readonly at: (t: number, m: number) => number };
  /** The memory is empty before this token: another document begins. */
  readonly begins: (t: number) => boolean;
  /** A token without a document reads nothing. */
  readonly reads: (t: number) => boolean;
}

/** A recurrence. It is added by its file and its line in the table. */
export interface RecurrenceRule {
  /** `S ← e^g ⊙ S + β·k·vᵀ` */
  readonly update: string;
  readonly read: string;
  /** What the weights of the equal matrix are. */
  readonly matrix: string;
  readonly decay: 'none' | 'default' | 'given';
  readonly takesBeta: boolean;
  readonly takesBonus: boolean;
  /** May its output be divided by q·z? */
  readonly takesSum: boolean;
  readonly featureMap: FeatureMap;
  readonly normalizer: 'sum' | 'none';
  /** Instead of 1/√d. */
  readonly scale?: number;
  /** g of head h, where none is given. */
  readonly defaultDecay?: (h: number) => number;
  /** Does what a token writes depend on what the memory says of its key? Then long keys make it grow. */
  readonly corrects: boolean;
  /** The memory after the token, in place. @returns Sᵀ·q, from the memory before or after it: (d_v) */
  readonly step: (memory: Memory, token: Token) => Float64Array;
  /**
   * From the gradients by what was read and by the memory after the token, to those by what it brought; `gradient` becomes
   * that by the memory before.
   *
   * @param before the memory before the token
   * @param after the same after it
   * @param dRead (d_v)
   * @param gradient by the memory after the token, changed in place
   */
  readonly back: (before: Memory, after: Memory, token: Token, dRead: Float64Array, gradient: Memory) => TokenGradient;
  /** The matrix of weights that does the same, without scale and divisor: (n, n). */
  readonly weights: (head: Head) => Float64Array;
}
