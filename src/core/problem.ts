import type { Tensor } from './tensor.js';

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

export type Causal = 'top-left' | 'bottom-right' | 'offset';
export type Similarity = 'dot' | 'cosine' | 'additive' | 'general';
export type Normalizer = 'softmax' | 'sigmoid' | 'sparsemax' | 'hardmax';
export type EmptyRows = 'zero' | 'nan' | 'uniform';
export type Like = 'torch' | 'torch-mha' | 'onnx' | 'jax' | 'flash' | 'keras';
export type FloatType = 'float64' | 'float32' | 'float16' | 'bfloat16';
export type Layout = 'bhld' | 'blhd';

/** Where a sentence's numbers came from. Kept so that every output can say it. */
export interface Provenance {
  readonly sentence?: string;
  readonly seed?: number;
  readonly embedding?: 'random' | 'one-hot' | 'hash' | 'learned';
  readonly position?: 'none' | 'sinusoidal';
  /** Which layer of a trained model it is, from 1. */
  readonly layer?: { readonly number: number; readonly of: number };
  /** True when the embeddings or the projections are random: the arithmetic is real, the meaning is not. */
  readonly random?: boolean;
}

/**
 * What is asked: the tensors and the conventions. Everything but the tensors has a default.
 *
 * Shapes accepted for q, k, v: (length, size); (heads, length, size); (batch, heads, length, size), or
 * (batch, length, heads, size) under layout `blhd`; with `heads` given, (length, heads×size) and (batch, length, heads×size).
 * Either q, k, v are given, or x with wq, wk, wv (x·W).
 */
export interface Problem {
  readonly q?: Tensor;
  readonly k?: Tensor;
  readonly v?: Tensor;
  readonly x?: Tensor;
  readonly wq?: Tensor;
  readonly wk?: Tensor;
  readonly wv?: Tensor;
  /** Applied to the joined heads: (heads×d_v, d_model). */
  readonly wo?: Tensor;
  readonly pastKey?: Tensor;
  readonly pastValue?: Tensor;
  /** dO, shaped like the output. */
  readonly grad?: Tensor;

  readonly heads?: number;
  readonly kvHeads?: number;
  readonly layout?: Layout;

  /** Factor on the scores; default 1/√d_k. */
  readonly scale?: number | SizeFunction;
  /** `true` is the bare flag: an error when the corner matters and nothing says which. */
  readonly causal?: Causal | boolean;
  readonly mask?: Tensor | CellFunction;
  readonly maskTrue?: 'attend' | 'ignore';
  readonly bias?: Tensor | CellFunction;
  /** Real keys per batch item (one number: for all). */
  readonly keyLengths?: Tensor;
  /** [before, after], both inclusive, −1 = no limit. */
  readonly window?: readonly [number, number];
  readonly softcap?: number;
  /** true: slopes by the authors' rule; a tensor: one slope a head. */
  readonly alibi?: true | Tensor;
  readonly rope?: 'half' | 'interleaved';
  readonly ropeBase?: number;
  /** One logit for all query heads, or one per head. */
  readonly sink?: number | Tensor;
  readonly scoreMod?: ScoreFunction;
  readonly similarity?: Similarity;
  readonly wScore?: Tensor;
  readonly vScore?: Tensor;
  readonly normalizer?: Normalizer;
  readonly temperature?: number;
  readonly emptyRows?: EmptyRows;
  readonly like?: Like;
  readonly dtype?: FloatType;
  /** Keys taken away, by number from 0 (`--hide`). */
  readonly hide?: readonly number[];

  readonly tokens?: { readonly query?: readonly string[]; readonly key?: readonly string[] };
  readonly provenance?: Provenance;
  /** What the reader or the sentence model wants said about these numbers (stderr notes). */
  readonly notes?: readonly string[];
}
