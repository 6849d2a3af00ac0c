/** A number for every cell of the score matrix, from an expression: query i, key j, head h, batch item b (all from 0). */
export interface CellFunction {
  /** As the user wrote it. */
  readonly text: string;
  readonly at: (i: number, j: number, h: number, b: number, nQ: number, nK: number) => number;
}

/** A change of the score s, with its derivative ∂/∂s for the gradients. */
export interface ScoreFunction {
  readonly text: string;
  readonly at: (s: number, i: number, j: number, h: number, b: number, nQ: number, nK: number) => number;
  readonly slope: (s: number, i: number, j: number, h: number, b: number, nQ: number, nK: number) => number;
}

/** A number from the sizes, for `--scale`. */
export interface SizeFunction {
  readonly text: string;
  readonly at: (sizes: { d_k: number; d_v: number; d_model: number; n_q: number; n_k: number }) => number;
}
