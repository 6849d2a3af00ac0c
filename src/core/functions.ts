/** A number for every cell of the score matrix, from an expression: query i, key j, head h, batch item b (all from 0). */
export interface CellFunction {
  /** As the user wrote it. */
  readonly text: string;
  /** `past`: how many keys come from a cache (0). */
  readonly at: (i: number, j: number, h: number, b: number, nQ: number, nK: number, past?: number) => number;
}

/** A change of the score s, with its derivative ∂/∂s for the gradients. */
export interface ScoreFunction {
  readonly text: string;
  readonly at: (s: number, i: number, j: number, h: number, b: number, nQ: number, nK: number) => number;
  readonly slope: (s: number, i: number, j: number, h: number, b: number, nQ: number, nK: number) => number;
}

/** What an expression of `--scale` may name beside the row. `P`: how many keys come from a cache. */
export interface ScaleSizes {
  readonly d_k: number;
  readonly d_v: number;
  readonly d_model: number;
  readonly n_q: number;
  readonly n_k: number;
  readonly P?: number;
}

/** The factor of a row: query i of head h of batch item b. */
export type RowFactor = (i: number, h: number, b: number) => number;

/** A number from the sizes, for `--scale`. */
export interface SizeFunction {
  readonly text: string;
  readonly at: (sizes: ScaleSizes) => number;
  /** Where the factor differs from row to row. */
  readonly rows?: (sizes: ScaleSizes) => RowFactor;
}
