import { errorsOf } from './error.js';
import type { Axes } from './layout.js';
import type { Need, NumberRange, OptionKind } from './options/spec.js';
import type { Layout, NormalizeOver, Normalizer } from './problem.js';
import type { DType, Shape4 } from './tensor.js';

type Shape = readonly number[];

/** What an option may be: one of its choices, or a value of its kind. `exact`: the number was too large to be a whole one. */
export type Expectation =
  | readonly string[]
  | ({ readonly kind: 'number'; readonly exact?: boolean } & NumberRange)
  | { readonly kind: 'norm'; readonly choices: readonly string[] }
  | { readonly kind: 'pattern'; readonly form: string }
  | { readonly kind: Exclude<OptionKind['kind'], 'number' | 'choice' | 'norm' | 'pattern'> };

/** What was given instead: a text, a number, yes or no, or what kind of thing it was. */
export type FoundValue =
  | string
  | number
  | boolean
  | { readonly of: 'matrix' | 'list' | 'object' | 'other' }
  /** So many numbers in one list. */
  | { readonly numbers: number };

/** Two tensors of Q, K and V that do not go together. */
export type Misfit =
  | { readonly of: 'd_k'; readonly q: Shape; readonly k: Shape }
  | { readonly of: 'values'; readonly k: Shape; readonly v: Shape }
  | { readonly of: 'batch'; readonly q: number; readonly k: number; readonly v: number }
  | { readonly of: 'key-heads' | 'value-heads'; readonly q: number; readonly found: number };

/** The likeliest reading of the user's that was not ours. */
export type FitAdvice =
  | { readonly try: 'heads' | 'transpose' }
  | { readonly try: 'layout'; readonly axes: Axes; readonly other: Axes }
  | { readonly try: 'kv-heads'; readonly kvHeads: number; readonly dK: number };

/** What the mathematics can say, as codes with their numbers and names. `words/` has the sentences. */
export interface CoreFacts {
  /** `--scale` came out as NaN or ±∞. */
  /** `hint`: where the value stood, for an example of what to write there. */
  'option-value': { expected: Expectation; found: FoundValue; hint?: 'flag' | 'file' };
  'option-unknown': { found: string; expected: readonly string[] };
  'scale-not-finite': {
    scale: string;
    value: number;
    dK: number;
    dV: number;
    dModel: number;
    nQ: number;
    nK: number;
    /** Where, if it differs by row. */
    row?: { i: number; h: number; b: number };
  };
  /** An expression asks an array of `--let` for a number that it does not have; `cell`: the variables there. */
  'let-index': {
    name: string;
    axis: number;
    axes: number;
    found: number;
    expected: { least: number; most: number };
    cell: Readonly<Record<string, number>>;
  };

  // Which tensors are given, and their shapes.
  'query-missing': object;
  'projections-missing': { missing: readonly ('W_Q' | 'W_K' | 'W_V')[] };
  'cache-half-given': { given: 'keys' | 'values' };
  'kv-heads-without-heads': { kvHeads: number };
  'scores-too-large': { shape: Shape; bytes: number };
  'x-axes': { shape: Shape };
  'axes-differ': { q: Shape; k: Shape; v: Shape; differ: readonly ('K' | 'V')[] };
  'cache-shape': { cache: 'past_key' | 'past_value'; found: Shape; beside: 'K' | 'V'; expected: Shape };
  'shapes-do-not-fit': { misfits: readonly Misfit[]; advice: FitAdvice };
  'heads-differ': { name: string; found: number; expected: number; shape: Shape; axes: Axes };
  'layout-axes': { name: string; shape: Shape; layout: Layout };
  'x-layout': { layout: Layout };
  'tensor-axes': { name: string; shape: Shape };
  'heads-do-not-divide': { name: string; columns: number; heads: number; shape: Shape };
  'projection-shape': { x: string; xShape: Shape; w: string; found: Shape };
  'saved-axes': { option: 'scores' | 'attention-weights'; found: readonly number[] };
  'saved-values': { option: 'scores' | 'attention-weights'; saved: readonly number[]; found: readonly number[] };
  'x-kv-shape': { x: readonly number[]; found: readonly number[] };
  'bias-without-matrix': { bias: 'bq' | 'bk' | 'bv' | 'bo'; missing: 'wq' | 'wk' | 'wv' | 'wo' | 'x' };
  'latent-incomplete': { given: string; missing: readonly string[] };
  'latent-beside': { options: readonly string[] };
  'latent-shape': { option: string; found: Shape; expected: readonly Shape[] };
  'bias-size': { name: string; shape: Shape; found: number; expected: number };
  'broadcast-shape': { name: string; found: Shape; scores: Shape4 };
  'columns-missing': { name: string; shape: Shape; found: number; expected: number };
  'numbers-count': { shape: Shape; found: number; expected: number };
  'row-length': { row: number; found: number; expected: number };
  'token-count': { of: 'rows' | 'queries' | 'keys'; tokens: readonly string[]; found: number; expected: number };

  // Options that would change nothing.
  'option-without': { option: string; needs: readonly Need[] };
  'option-beside': { option: string; beside: Need };
  'option-axes': { option: string; of: 'Q' | 'X'; found: number; least: number };

  // Options that need a certain size, or each other.
  'causal-ambiguous': { nQ: number; nK: number };
  'key-lengths-count': { found: number; expected: number; readAsHeads: boolean };
  'key-length-range': { item: number; found: number; most: number };
  'query-lengths-count': { found: number; expected: number; readAsHeads: boolean };
  'query-length-range': { item: number; found: number; most: number };
  'documents-one-side': { given: string; missing: string };
  'documents-count': { option: string; found: Shape; of: 'queries' | 'keys'; expected: number; batch: number };
  'document-id': { option: string; number: number; found: number };
  'document-offsets-shape': { found: Shape };
  'document-offset': { number: number; found: number; before: number };
  'slopes-count': { found: number; expected: number };
  'rope-odd-size': { found: number };
  'rope-missing': { options: readonly string[] };
  'rope-dim-range': { ropeDim: string; most: number };
  'rope-dim-proportional': { ropeDim: string };
  'rope-scaling-unnamed': { expected: readonly string[] };
  'rope-scaling-unknown': { found: string; expected: readonly string[] };
  'rope-scaling-key': { key: string; expected: readonly string[] };
  'rope-scaling-value': { key: string; found: string; expected: 'number' | 'positive' | 'list' | 'truth' };
  'rope-scaling-order': { low: number; high: number };
  'rope-scaling-missing': { name: string; missing: readonly string[]; expected: readonly string[] };
  'rope-scaling-list': { key: string; found: number; expected: number };
  'rope-sections-sum': { sections: string; found: number; expected: number };
  'rope-axial-scaled': { name: string };
  'positions-shape': { option: string; found: Shape; expected: readonly Shape[] };
  'position-not-finite': { option: string; number: number; found: number };
  'norm-missing': { option: string; missing: readonly string[] };
  'norm-gain-missing': object;
  'norm-size': { option: string; found: Shape; heads: number; d: number };
  'gate-shape': { found: Shape; expected: readonly Shape[] };
  'recurrence-missing': { options: readonly string[] };
  'recurrence-beside': { recurrence: string; options: readonly string[] };
  'recurrence-needs': { recurrence: string; missing: readonly string[] };
  'recurrence-normalizer': { recurrence: string; found: string; expected: readonly string[] };
  'recurrence-initial-sum': { recurrence: string };
  'recurrence-lengths': { nQ: number; nK: number };
  'recurrence-shape': { option: string; found: Shape; expected: readonly Shape[] };
  'differential-heads': { found: number };
  'differential-lambda': { found: Shape; expected: readonly Shape[] };
  'differential-gain-size': { found: number; expected: number };
  'differential-gain-without-norm': object;
  'mask-not-boolean': { found: number; row: number; column: number };
  'relative-table': { option: string; found: Shape; heads: number; d: number };
  'relative-vector': { option: string; found: Shape; heads: number; d: number };
  'relative-distance': { option: string; found: number; cell: Readonly<Record<string, number>> };
  'relative-similarity': { similarity: string };
  'relative-v-alone': object;
  'relative-value-beside': { option: string };
  'select-blocks-causal': object;
  'select-blocks-similarity': { similarity: string };
  'sinks-count': { found: number; expected: number };
  'sink-normalizer': { normalizer: string };
  'over-queries-sink': { over: NormalizeOver };
  'over-queries-normalizer': { over: NormalizeOver; normalizer: Normalizer };
  'w-score-missing': { dQ: number; dK: number };
  'w-score-shape': { found: Shape; heads: number; dQ: number; dK: number };
  'w-score-rows': { found: Shape; expected: number };
  'v-score-size': { found: number; expected: number };
  'additive-sizes': { dQ: number; dK: number };
  'grad-normalizer': { normalizer: Normalizer };
  'grad-shape': { found: Shape; expected: Shape };

  // Embeddings.
  'one-hot-dim': { found: number; expected: number };
  'dim-heads': { dim: number; heads: number };
  'embedding-too-large': { dim: number; width: number; found: number; most: number };
  'seed-not-whole': { found: number };

  // Numbers in a storage type.
  'number-not-in-type': { number: number; value: number; dtype: DType };
  'integer-not-exact': { number: number; value: string; nearest: string };
  'not-boolean': { number: number; value: number };
}

export const { dataError, usageError } = errorsOf<CoreFacts>();
