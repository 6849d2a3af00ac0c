/**
 * What turns one row of scores into weights. `keep[j]` = 0 leaves key j out altogether; a row in which nothing is kept
 * never gets here. `sink` is a logit that joins the denominator only.
 */
export interface NormalizerRule {
  readonly formula: string;
  /** Weights are shares: they add up to 1 (or less, beside a sink). */
  readonly shares: boolean;
  readonly weights: (row: Float64Array, keep: Float64Array | undefined, sink: number | undefined) => Float64Array;
  /** From the gradient of the weights to that of the scores; absent where there is none. */
  readonly gradient?: (weights: Float64Array, dWeights: Float64Array) => Float64Array;
}
