/** How well a query fits a key, for one head: (n_q, d_q) and (n_k, d_k) → (n_q, n_k). */
export interface ScoreRule {
  /** As it stands in a title: `Q·Kᵀ`. */
  readonly formula: string;
  /** Scaled dot-product attention divides by √d_k; the other rules were published without a factor. */
  readonly scaledByDefault: boolean;
  /** `only`: these queries; a rule may compute the others too. */
  readonly scores: (q: Float64Array, k: Float64Array, head: number, only?: readonly number[]) => Float64Array;
  /** From the gradient of the scores to those of q and k. */
  readonly gradient: (
    q: Float64Array,
    k: Float64Array,
    dScores: Float64Array,
    head: number,
  ) => { dQ: Float64Array; dK: Float64Array };
}
