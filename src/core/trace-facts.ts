import type { FactOf } from './fact.js';
import type { Causal, EmptyRows, FloatType } from './problem.js';

/** A row of a stage. Head and batch item are named only where there are several. From 1. */
export interface RowPlace {
  readonly token: string;
  readonly row: number;
  readonly head?: number;
  readonly item?: number;
  /** The same row in every head and batch item. */
  readonly everywhere?: boolean;
}

/** A cell with NaN or ±∞: in the column of a key, or in a numbered one. */
export interface NonFiniteCell {
  readonly value: number;
  readonly at: RowPlace;
  readonly key?: string;
  readonly column?: number;
}

/** What is unusual about a result, without being an error. Lists hold the first few; `more` counts the others. */
export interface WarningFacts {
  'no-default-scale': object;
  'zero-vector-normed': { sides: readonly ('q' | 'k')[] };
  'decay-grows': { token: number; head: number; found: number };
  'delta-grows': { token: number; head: number; found: number };
  'empty-rows': { rows: readonly RowPlace[]; more: number; result: EmptyRows | 'sink' };
  'stage-not-finite': { stage: 'scores' | 'output'; cells: readonly NonFiniteCell[]; more: number };
  'masked-not-finite': { keys: readonly string[]; more: number };
}

/** The values of conventions. */
export interface ConventionFacts {
  /** A name, a number or a formula: the same in every language. */
  verbatim: { text: string };
  axes: { axes: readonly string[] };
  'heads-share-keys': { queryHeads: number };
  'softcap-before-mask': { cap: number };
  'bias-added': { text?: string; to: 'scaled' | 'softcapped' };
  'alibi-slopes': { given: boolean };
  'rope-pairs': { pairs: 'half' | 'interleaved'; base: number };
  /** `rotated`: RoPE is asked for, and turns new keys only. */
  'cached-keys': { count: number; rotated: boolean };
  'positions-given': { of: readonly ('both' | 'queries' | 'keys')[] };
  /** Query i stands at key i + offset; one offset per batch item. */
  'query-position': { offsets: readonly number[] };
  'not-causal': object;
  causal: { corner: Causal; offsets: readonly number[] };
  window: { before: number; after: number };
  chunk: { size: number };
  'documents-apart': { count: number; padding: boolean };
  'select-top': { count: number; ties: 'first' | 'all' };
  'select-blocks': { count: number; size: number };
  'mask-true': { means: 'attend' | 'ignore' };
  'short-mask-masked': object;
  'stacked-mask': object;
  'sink-in-denominator': object;
  'stages-rounded': { dtype: FloatType };
  'natural-logarithm': object;
  bits: object;
  'heads-repeated': { q: number; k: number; v: number; heads: number };
  'arithmetic-in-tiles': { type: 'float32' | 'float64' };
}

export type TraceFacts = WarningFacts & ConventionFacts;
export type Warning = FactOf<WarningFacts>;
export type ConventionValue = FactOf<ConventionFacts>;
