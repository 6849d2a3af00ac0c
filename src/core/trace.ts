import type { Pairing } from './differential.js';
import type { ConventionValue, Warning } from './trace-facts.js';
import type { Problem, FloatType, RowFactor } from './problem.js';
import type { Tensor4 } from './tensor.js';

/** Every stage has a name, in the order of the computation. Numbers are never used for stages. */
export const STAGES = [
  'x',
  'x_kv',
  'q',
  'k',
  'v',
  'q_absorbed',
  'q_normed',
  'k_normed',
  'q_rotated',
  'k_rotated',
  'present_key',
  'present_value',
  'q_mapped',
  'k_mapped',
  'scores',
  'relative',
  'scaled',
  'softcapped',
  'masked',
  'selected',
  'maps',
  'state',
  'state_sum',
  'weights',
  'v_paired',
  'latent_output',
  'heads',
  'heads_normed',
  'gated',
  'output',
  'grad_q',
  'grad_k',
  'grad_v',
  'grad_x',
  'grad_x_kv',
  'grad_wq',
  'grad_wk',
  'grad_wv',
  'grad_wo',
  'grad_bq',
  'grad_bk',
  'grad_bv',
  'grad_bo',
  'lse',
  'entropy',
] as const;

export type StageName = (typeof STAGES)[number];

/** Gradients of what all batch items share: matrices (d_in, d_out), and lists of d_out numbers. */
const OF_PARAMETERS: ReadonlySet<StageName> = new Set([
  'grad_wq',
  'grad_wk',
  'grad_wv',
  'grad_wo',
  'grad_bq',
  'grad_bk',
  'grad_bv',
  'grad_bo',
]);

/** Has the stage neither batch nor heads nor tokens? */
export function isOfParameter(name: StageName): boolean {
  return OF_PARAMETERS.has(name);
}

/** What an axis runs over; it decides the labels. `one`: a single number per row (lse, entropy). */
export type Axis = 'query' | 'key' | 'new-key' | 'feature' | 'one';

/** One step of the computation. */
export interface Stage {
  readonly name: StageName;
  /** Always four axes: (batch, heads, rows, columns). */
  readonly tensor: Tensor4;
  readonly rows: Axis;
  readonly columns: Axis;
  /** The heads are side by side in the columns, so the heads axis is 1 (x, a joined output). */
  readonly joined: boolean;
  /** Each row is a matrix of this shape: the memory of a recurrence. */
  readonly inner?: readonly [rows: number, columns: number];
  /** In Unicode mathematics: `Q·Kᵀ`, `softmax(masked)`. */
  readonly formula: string;
}

/** Sizes, in the letters of the papers. */
export interface Sizes {
  readonly batch: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly nQ: number;
  /** Keys, cached ones included. */
  readonly nK: number;
  /** Keys that came from a cache. */
  readonly nPast: number;
  readonly dK: number;
  readonly dV: number;
  readonly dModel: number;
  /** Under differential attention: `heads` counts the query heads, and two of them make one of the output. */
  readonly pairing?: Pairing;
  /** Under a recurrence, whose heads are all repeated to the most of them. */
  readonly ownHeads?: { readonly q: number; readonly k: number; readonly v: number };
}

/** Which axes the user's own tensors had, so that results go back in the same form. */
export interface Form {
  readonly batch: boolean;
  readonly heads: boolean;
  /** q, k, v and output hold their heads side by side in the last axis. */
  readonly fused: boolean;
  /** Heads apart: do they stand before the length, or behind it? With or without a batch. */
  readonly layout: 'bhld' | 'blhd';
  /** Heads side by side: (length, batch, heads×size), as PyTorch's `nn.MultiheadAttention` has them. */
  readonly lengthFirst?: boolean;
}

/** One thing that was assumed. */
export interface Convention {
  readonly name: string;
  readonly value: ConventionValue;
  /** True when this is the default of `attn`. */
  readonly standard: boolean;
}

/** What was computed: every stage, named. All output formats draw from this one value. */
export interface Trace {
  readonly problem: Problem;
  readonly stages: ReadonlyMap<StageName, Stage>;
  /**
   * Which query may see which key, (batch, heads, n_q, n_k), 1 = may attend; absent when nothing is masked.
   * Cells that are 0 took no part in anything: not in the row's sum, not in the output.
   */
  readonly mask?: Tensor4;
  /** Why, one byte a cell of the mask; `maskReason` reads it. */
  readonly reasons?: Uint8Array;
  /** Labels of the queries and of the keys (cached ones first); `q1…`, `k1…` where the user gave none. */
  readonly tokens: { readonly query: readonly string[]; readonly key: readonly string[]; readonly given: boolean };
  readonly sizes: Sizes;
  readonly form: Form;
  readonly scale: number;
  /** The factor of each row, where they differ; `scale` is NaN then. */
  readonly scaleRows?: RowFactor;
  /** How the scale is written: `1/√4`, or the user's expression. */
  readonly scaleText: string;
  readonly dtype: FloatType;
  readonly engine: 'reference' | 'wasm';
  readonly conventions: readonly Convention[];
  readonly warnings: readonly Warning[];
}

/** The stages that have a score for every query and key, in the order of the computation: the last that there is goes into the normalizer. */
export const SCORE_STAGES = [
  'scores',
  'relative',
  'scaled',
  'softcapped',
  'masked',
  'selected',
] as const satisfies readonly StageName[];

/** The stages in which a cell that is left out is shown as such. */
export const MASKED_STAGES: readonly StageName[] = ['masked', 'selected', 'weights'];

/** The scores as the normalizer takes them: selected, masked, or the last stage before that there is. */
export function logitsOf(stages: ReadonlyMap<StageName, Stage>): Stage {
  return stages.get(SCORE_STAGES.findLast((name) => stages.has(name))!)!;
}

/** The factor on the scores of a row. */
export function scaleAt(trace: Pick<Trace, 'scale' | 'scaleRows'>, i: number, h: number, b: number): number {
  return trace.scaleRows ? trace.scaleRows(i, h, b) : trace.scale;
}
