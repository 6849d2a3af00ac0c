/** The sizes of a model. */
export interface ModelSizes {
  readonly layers: number;
  readonly heads: number;
  /** Numbers per word. */
  readonly dim: number;
  /** The longest sentence. */
  readonly positions: number;
  /** Words in the vocabulary. */
  readonly words: number;
}

/** The four matrices of a layer, each (dim, dim): Q = X·W_Q and so on; W_O is applied to the joined heads. */
export interface LayerWeights {
  readonly wq: Float64Array;
  readonly wk: Float64Array;
  readonly wv: Float64Array;
  readonly wo: Float64Array;
}

/** All that is learned. Gradients and the optimizer's memories have the same form. */
export interface Weights {
  /** Every number, in the order of `parameters`; the others are windows on it. */
  readonly all: Float64Array;
  readonly embedding: Float64Array; // (words, dim)
  readonly position: Float64Array; // (positions, dim)
  readonly layers: readonly LayerWeights[];
}

/** One matrix of the model, under its name in the file. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly [number, number];
}

/** Every matrix of a model, in order. Layers are counted from 1. */
export function parameters({ layers, dim, positions, words }: ModelSizes): Parameter[] {
  const square = [dim, dim] as const;
  return [
    { name: 'embedding', shape: [words, dim] },
    { name: 'position', shape: [positions, dim] },
    ...Array.from({ length: layers }, (_, layer) =>
      ['wq', 'wk', 'wv', 'wo'].map((name) => ({ name: `layer${layer + 1}.${name}`, shape: square })),
    ).flat(),
  ];
}

/** Windows on a row of numbers. @param all as many as the model has; zeros where it is left out */
export function weightsOf(sizes: ModelSizes, all: Float64Array = new Float64Array(countOf(sizes))): Weights {
  let start = 0;
  const views = parameters(sizes).map(({ shape: [rows, columns] }) => all.subarray(start, (start += rows * columns)));
  const [embedding, position, ...rest] = views as [Float64Array, Float64Array, ...Float64Array[]];
  const layers = Array.from({ length: sizes.layers }, (_, layer) => {
    const [wq, wk, wv, wo] = rest.slice(4 * layer, 4 * layer + 4) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    return { wq, wk, wv, wo };
  });
  return { all, embedding, position, layers };
}

/**
 * How many numbers are learned.
 *
 * @example countOf({ layers: 2, heads: 1, dim: 32, positions: 32, words: 73 }) // => 11552
 */
export function countOf(sizes: ModelSizes): number {
  return parameters(sizes).reduce((sum, { shape: [rows, columns] }) => sum + rows * columns, 0);
}
