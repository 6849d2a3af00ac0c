/** What the mathematics can say, as codes with their numbers and names. `words/` has the sentences. */
export interface CoreFacts {
  /** `--scale` came out as NaN or ±∞. */
  'scale-not-finite': { scale: string; value: number; dK: number; dV: number; dModel: number; nQ: number; nK: number };
}
