import type { Fact } from './fact.js';
import type { Choice, ProblemOptions } from './options.js';

export type { CellFunction, RowFactor, ScaleSizes, ScoreFunction, SizeFunction } from './functions.js';

export type Causal = Choice<'causal'>;
export type Similarity = Choice<'similarity'>;
export type Normalizer = Choice<'normalizer'>;
export type NormalizeOver = Choice<'normalize-over'>;
export type EmptyRows = Choice<'empty-rows'>;
export type Like = Choice<'like'>;
export type FloatType = Choice<'dtype'>;
export type Layout = Choice<'layout'>;

/** Where a sentence's numbers came from. Kept so that every output can say it. */
export interface Provenance {
  readonly sentence?: string;
  readonly seed?: number;
  readonly embedding?: Choice<'embedding'> | 'learned';
  readonly position?: Choice<'position'>;
  /** Which layer of a trained model it is, from 1. */
  readonly layer?: { readonly number: number; readonly of: number };
  /** True when the embeddings or the projections are random: the arithmetic is real, the meaning is not. */
  readonly random?: boolean;
}

/**
 * What is asked: the tensors and the conventions, as the table of options has them. Everything but the tensors has a default.
 *
 * Shapes accepted for q, k, v: (length, size); (heads, length, size); (batch, heads, length, size), or
 * (batch, length, heads, size) under layout `blhd`; with `heads` given, (length, heads×size) and (batch, length, heads×size).
 * Either q, k, v are given, or x with wq, wk, wv (x·W); with xKv, keys and values are made of it instead (cross-attention).
 */
export interface Problem extends ProblemOptions {
  /** Keys taken away, by number from 0 (`--hide`). */
  readonly hide?: readonly number[];
  readonly tokens?: { readonly query?: readonly string[]; readonly key?: readonly string[] };
  readonly provenance?: Provenance;
  /** Matrices that were given as (out, in) and turned when they were read: their gradients go back as they came. */
  readonly turnedWeights?: readonly ('wq' | 'wk' | 'wv' | 'wo')[];
  /** What the reader or the sentence model wants said about these numbers (stderr notes). */
  readonly notes?: readonly (string | Fact)[];
}

/** The fields of a problem that are no options: they change what is said, not how it is computed; `hide` masks keys. */
export const OTHER_FIELDS = [
  'hide',
  'tokens',
  'provenance',
  'turnedWeights',
  'notes',
] as const satisfies readonly Exclude<keyof Problem, keyof ProblemOptions>[];
