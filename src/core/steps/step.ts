import type { Warning } from '../trace-facts.js';
import type { Alignment } from '../align.js';
import type { Arranged } from '../arrange.js';
import type { Pairing } from '../differential.js';
import type { Problem, RowFactor } from '../problem.js';
import type { Settings } from '../settings.js';
import type { ScoreRule } from '../similarity/rule.js';
import type { Tensor4 } from '../tensor.js';
import type { Axis, Form, Sizes, Stage, StageName } from '../trace.js';

/**
 * Every tensor that the steps make, by name: the stages, and what stands between two of them. `q_entering`, `k_entering`: normed and turned;
 * `queries`, `keys`, `values`:
 * as they are multiplied; `attention`, `mixed`: the weights and the values that make the output of a head; `adjusted`: score-mod, bias and ALiBi are in; `unmasked`: the same, and it is known who may see
 * whom.
 */
export type ValueName =
  | StageName
  | 'q_entering'
  | 'k_entering'
  | 'queries'
  | 'keys'
  | 'values'
  | 'adjusted'
  | 'unmasked'
  | 'attention'
  | 'mixed';

/** All with four axes: (batch, heads, rows, columns). */
export type Values = Readonly<Record<ValueName, Tensor4>>;

/** A query that may see no key. */
export interface EmptyRow {
  readonly b: number;
  readonly h: number;
  readonly i: number;
}

/** What steps find out beside tensors. */
export interface Findings {
  /** Who may see whom, (B, H, n_q, n_k), 0 = left out; undefined: everybody. */
  readonly keep?: Tensor4;
  /** Why a key is left out, cell by cell (`mask-reason.ts`). */
  readonly reasons?: Uint8Array;
  readonly emptyRows?: readonly EmptyRow[];
  /** Of these, some vector had no length, and was normed to zeros. */
  readonly zeroVectors?: readonly ('q' | 'k')[];
  /** What a step found unusual about its inputs. */
  readonly warnings?: readonly Warning[];
}

/** One computation: what is known before the first step, and what the steps so far have made. */
export interface Pass extends Findings {
  /** As the machine of `--dtype` holds it. */
  readonly problem: Problem;
  readonly settings: Settings;
  readonly arranged: Arranged;
  readonly sizes: Sizes;
  readonly form: Form;
  readonly alignment: Alignment;
  readonly rule: ScoreRule;
  readonly scale: number;
  readonly scaleText: string;
  /** The factor of each row, where they differ; `scale` is NaN then. */
  readonly scaleRows?: RowFactor;
  readonly scaleWarning?: Warning;
  /** Only these queries are asked for; the others keep scores, weights and outputs of 0. Undefined: all. */
  readonly rows?: readonly number[];
  /** Holds what the steps that have run made, and nothing else. */
  readonly made: Values;
  /** Filled by the runner as the steps go on. */
  readonly stages: Map<StageName, Stage>;
}

/** Numbers of each tensor, known from the shapes of the inputs alone. */
export interface Counts {
  readonly x: number;
  readonly xKv: number;
  readonly q: number; // B·H·n_q·d_k
  readonly k: number; // new keys only
  readonly v: number;
  readonly keys: number; // cached ones too
  readonly values: number;
  readonly scores: number; // B·H·n_q·n_k
  readonly queries: number; // B·H·n_q
  readonly weights: number; // those of a pair of heads, under differential attention
  readonly pairedValues: number;
  readonly latent: number; // d_c
  readonly state: number; // B·H·n·d·d_v
  readonly stateSum: number;
  readonly heads: number; // B·H·n_q·d_v
  readonly output: number;
}

/** A tensor that a step makes. */
export interface Value {
  readonly name: ValueName;
  /** What it is where the step is left out, or gives nothing for it. */
  readonly otherwise?: ValueName;
  /** How it is shown. Absent: it is no stage. */
  readonly stage?: {
    readonly name: StageName;
    readonly rows: Axis;
    readonly columns: Axis;
    /** In Unicode mathematics. */
    readonly formula: (pass: Pass) => string;
    readonly numbers: (counts: Counts) => number;
    /** Not always, although the step is there. */
    readonly shown?: (problem: Problem, heads: number, pairing?: Pairing) => boolean;
    /** The heads stand side by side in the columns. */
    readonly joined?: (pass: Pass) => boolean;
    /** Each row is a matrix of this shape. */
    readonly inner?: (pass: Pass) => readonly [rows: number, columns: number];
    /** Keeps the type of K or V, which may differ from Q's. */
    readonly typeOf?: 'k' | 'v';
  };
}

/** The gradient of the loss by each value, from the output on backwards. Shaped like the values. */
export type Gradient = { readonly [name in ValueName]?: Tensor4 };

/** ∂(score after the step)/∂(score before it): one number for all cells of a head, or one for each. */
export type Slope = number | ((i: number, j: number) => number);

/**
 * One step of attention. It holds formulas only: what is recorded, rounded, left out or put wrong on purpose is the
 * business of `run.ts`.
 */
export interface Step {
  readonly name: string;
  /** Does the problem ask for it? `found`: what the steps before have found out; absent where only shapes are known. */
  readonly applies: (problem: Problem, found?: Findings) => boolean;
  readonly makes: readonly Value[];
  /** Undefined: for these numbers there is nothing to do. */
  readonly forward: (pass: Pass) => (Partial<Values> & Findings) | undefined;
  /** From the gradient of what it makes to that of what it takes. */
  readonly backward?: (gradient: Values, pass: Pass) => Gradient;
  /** Instead of `backward`, where each score is changed for itself. */
  readonly slope?: (pass: Pass, b: number, h: number) => Slope;
  /** @throws AttnError when it has no gradient */
  readonly refuseGradient?: (pass: Pass) => void;
  /** Numbers that it keeps beside its stages. */
  readonly keeps?: (problem: Problem, counts: Counts) => { readonly mask?: number };
  /** So many tensors like the scores are alive while it is made, beside all that is kept. */
  readonly beside?: (problem: Problem) => number;
}

export const always = (): boolean => true;
