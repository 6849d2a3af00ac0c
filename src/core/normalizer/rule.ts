/** One row of scores; `keep[j]` = 0 leaves key j out altogether. */
export type Keep = Float64Array | undefined;

/**
 * What turns one row of scores into weights, and all that is to be known about it. A row in which nothing is kept never gets
 * here. `sink` is a logit that joins the denominator only.
 */
export interface NormalizerRule {
  readonly formula: string;
  /** The weights of a row add up to 1 (or less, beside a sink). */
  readonly sumsToOne: boolean;
  /** They add up to 1 and none is below 0: shares of a whole, which have an entropy. */
  readonly shares: boolean;
  /** What a row gets that sees no key: 0 in any case, or what `--empty-rows` says. */
  readonly emptyRow: 'zero' | 'asked';
  readonly takesSink: boolean;
  /** May go down a column instead of along a row: no key has a place in the order. */
  readonly anyOrder: boolean;
  readonly weights: (row: Float64Array, keep: Keep, sink: number | undefined) => Float64Array;
  /** ln of the denominator, where it is a sum of exponentials; and how it is written. */
  readonly lse?: {
    readonly of: (row: Float64Array, keep: Keep, sink: number | undefined) => number;
    readonly formula: (logits: string) => string;
  };
  /** From the gradient of the weights to that of the scores; absent where there is none. */
  readonly gradient?: (weights: Float64Array, dWeights: Float64Array, row: Float64Array, keep: Keep) => Float64Array;
  /** How one weight comes out of its logit, as a line of arithmetic; absent: it is opened up as a softmax. */
  readonly arithmetic?: (logit: Logit) => string;
}

/** A logit in digits: as it is written (`2.5 / 2` with a temperature), and its number, in brackets where it is negative. */
export interface Logit {
  readonly written: string;
  readonly number: string;
}
