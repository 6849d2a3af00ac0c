import type { Generator } from '../../core/index.js';

/** The result of reading a sentence, and its backward pass. */
export interface Reading {
  /** Output at the last word. (size) */
  readonly output: Float64Array;
  /**
   * @param dOutput (size) ∂L/∂output
   * @param gradient ∂L/∂weights: added to
   * @returns ∂L/∂x (n, d)
   */
  readonly back: (dOutput: Float64Array, gradient: Float64Array) => Float64Array;
}

export type ReaderName = 'rnn' | 'lstm' | 'attention';

/** A model that reads a sentence: word by word, or all at once. */
export interface Reader {
  readonly name: ReaderName;
  /** Size of its output. */
  readonly size: number;
  /** How many numbers it learns. */
  readonly count: number;
  readonly start: (random: Generator) => Float64Array;
  /** @param x (n, d), the words in order */
  readonly read: (weights: Float64Array, x: Float64Array, n: number) => Reading;
}

/** A number between −bound and bound. */
export function within(random: Generator, bound: number): number {
  return (2 * random.uniform() - 1) * bound;
}

/** to += x·W for one row: (d)·(d, m) → (m) */
export function addProduct(to: Float64Array, x: Float64Array, w: Float64Array): void {
  const m = to.length;
  for (let i = 0; i < x.length; i++) {
    const factor = x[i]!;
    for (let j = 0; j < m; j++) to[j]! += factor * w[i * m + j]!;
  }
}

/** The backward pass of `addProduct`: dx += dTo·Wᵀ and dW += xᵀ·dTo. */
export function addProductBackward(
  dTo: Float64Array,
  x: Float64Array,
  w: Float64Array,
  dx: Float64Array,
  dw: Float64Array,
): void {
  const m = dTo.length;
  for (let i = 0; i < x.length; i++) {
    const factor = x[i]!;
    let sum = 0;
    for (let j = 0; j < m; j++) {
      sum += dTo[j]! * w[i * m + j]!;
      dw[i * m + j]! += factor * dTo[j]!;
    }
    dx[i]! += sum;
  }
}
