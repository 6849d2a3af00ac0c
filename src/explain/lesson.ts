import type { FloatType, MaskReason, NormalizeOver, Normalizer, Recurrence, Similarity } from '../core/index.js';
import type { Product } from '../lens/index.js';

export type { Product };

/**
 * What one word of the sentence has to tell about how it listened: numbers only, no words, no layout. Terminal, page,
 * LaTeX, quiz and worksheet are all drawn from this one value, so they cannot disagree.
 */
export interface Lesson {
  /** Which of several problems it is, where there are several. */
  readonly name?: string;
  readonly speaker: Speaker;
  readonly keys: readonly string[];
  readonly queries: readonly string[];
  /** The labels were given, not made up (`q1`, `k1`). */
  readonly tokensGiven: boolean;
  readonly sizes: { readonly dK: number; readonly dV: number; readonly heads: number; readonly batch: number };
  /** Which head and batch item this is, from 0. */
  readonly head: number;
  readonly batch: number;
  readonly causal: boolean;
  readonly masked: boolean;
  /** Every stage was rounded to this type. */
  readonly dtype: FloatType;
  readonly steps: readonly Step[];
}

/** Who speaks: a query, by its number from 0. */
export interface Speaker {
  readonly index: number;
  /** Its number among the keys, when queries and keys are the same words. */
  readonly self?: number;
  /** How it came to speak: named by the user, or because its attention is the most concentrated. */
  readonly chosen: 'asked' | 'concentrated' | 'only';
}

export type Vector = readonly number[];
export type Step =
  | WhoStep
  | ProjectStep
  | LatentStep
  | NormStep
  | GateStep
  | RotateStep
  | AskStep
  | RelativeStep
  | ScaleStep
  | SoftcapStep
  | AdjustStep
  | MaskStep
  | ShareStep
  | RecurStep
  | DifferenceStep
  | ListenStep
  | HeadNormStep
  | JoinStep
  | NowStep
  | CompareStep;
export type StepKind = Step['kind'];

export interface WhoStep {
  readonly kind: 'who';
  readonly q: Vector;
  readonly k: readonly Vector[];
  readonly v: readonly Vector[];
  /** Random numbers behind the vectors; the seed where it is known. */
  readonly random?: { readonly seed?: number };
  /** How many keys came from a cache. */
  readonly cached: number;
  /** Query heads that share this key head, when they are fewer. */
  readonly sharing: number;
}

/** x·W: where q, k and v come from. */
export interface ProjectStep {
  readonly kind: 'project';
  readonly x: Vector;
  /** For each number of q: the products whose sum it is. */
  readonly columns: readonly { readonly products: readonly Product[]; readonly value: number }[];
  /** A bias comes last in each sum. */
  readonly biased: boolean;
  readonly q: Vector;
  /** What the same x becomes through W_K and W_V. */
  readonly k: Vector | undefined;
  readonly v: Vector | undefined;
  /** Cross-attention: keys and values are made of so many vectors of another sequence. */
  readonly elsewhere?: number;
}

/** Multi-head latent attention: where keys and values come from. */
export interface LatentStep {
  readonly kind: 'latent';
  /** Whose it is: a key, by its number from 0. */
  readonly of: number;
  readonly c: Vector;
  readonly k: Vector;
  readonly v: Vector;
  /** Numbers at the end of q and k that carry the place; those of k are one for all heads. */
  readonly turned: number;
}

/** The speaker's query brought to one length. */
export interface NormStep {
  readonly kind: 'norm';
  readonly by: 'rms' | 'l2' | 'layernorm';
  readonly gain: boolean;
  /** The keys are normed as well. */
  readonly keysToo: boolean;
  readonly before: Vector;
  readonly after: Vector;
}

/** What a gate lets through of the output of a head. */
export interface GateStep {
  readonly kind: 'gate';
  readonly before: Vector;
  /** σ of the logits, between 0 and 1. */
  readonly open: Vector;
  readonly after: Vector;
}

export interface RotateStep {
  readonly kind: 'rotate';
  readonly before: Vector;
  readonly after: Vector;
}

export interface AskStep {
  readonly kind: 'ask';
  readonly similarity: Similarity;
  readonly voices: readonly {
    readonly products: readonly Product[];
    readonly value: number;
    readonly heard: boolean;
  }[];
}

/** What the distance of each word adds to its score. */
export interface RelativeStep {
  readonly kind: 'relative';
  /** The terms, as they are written. */
  readonly text: string;
  readonly by: readonly ('key' | 'query' | 'u' | 'v')[];
  readonly before: Vector;
  readonly after: Vector;
}

export interface ScaleStep {
  readonly kind: 'scale';
  readonly factor: number;
  readonly text: string;
  /** The factor is 1/√d_k. */
  readonly standard: boolean;
  readonly before: Vector;
  readonly after: Vector;
  /** The strongest voice's share without this step and with it, where nothing else but a mask stands between. */
  readonly contrast?: { readonly key: number; readonly without: number; readonly with: number };
}

export interface SoftcapStep {
  readonly kind: 'softcap';
  readonly cap: number;
  readonly before: Vector;
  readonly after: Vector;
}

export type Adjustment = 'bias' | 'alibi' | 'score-mod';

/** What is added to the scores, or done to them, before the mask. NaN where the mask hides the key anyway. */
export interface AdjustStep {
  readonly kind: 'adjust';
  readonly by: readonly Adjustment[];
  readonly scoreMod?: string;
  readonly before: Vector;
  readonly after: Vector;
}

/** Why a word may not be heard. */
export type Reason = MaskReason;

export interface MaskStep {
  readonly kind: 'mask';
  /** NaN where a bias would have changed a score that the mask takes away anyway. */
  readonly before: Vector;
  readonly heard: readonly boolean[];
  /** For each key: why not; undefined where it is heard. */
  readonly reasons: readonly (Reason | undefined)[];
  readonly window?: readonly [number, number];
}

/** The memory of a recurrence: what it held before the speaker, and with it. */
export interface RecurStep {
  readonly kind: 'recur';
  readonly name: Recurrence;
  /** `S ← S + k·vᵀ` and `o = s·Sᵀq` */
  readonly update: string;
  readonly read: string;
  readonly d: number;
  readonly dV: number;
  readonly before: readonly Vector[];
  readonly after: readonly Vector[];
  /** z with the speaker, where the output is divided by q·z. */
  readonly sum?: Vector;
  readonly output: Vector;
  readonly weights: Vector;
}

export interface ShareStep {
  readonly kind: 'share';
  readonly normalizer: Normalizer;
  readonly over: NormalizeOver;
  /** The weights of the row are shares of 1. */
  readonly sumsToOne: boolean;
  readonly temperature: number;
  /** A logit that joins the denominator only. */
  readonly sink?: number;
  readonly logits: Vector;
  readonly heard: readonly boolean[];
  /** What is taken off before e^x: the largest logit (the sink's included). */
  readonly largest: number;
  readonly shifted: Vector;
  readonly exps: Vector;
  /** e^(sink − largest). */
  readonly sinkExp?: number;
  readonly sum: number;
  readonly weights: Vector;
}

/** Differential attention: the weights of one map, less those of another. */
export interface DifferenceStep {
  readonly kind: 'difference';
  /** The query heads, from 0. */
  readonly heads: readonly [number, number];
  readonly first: Vector;
  readonly second: Vector;
  readonly lambda: number;
  readonly heard: readonly boolean[];
  readonly weights: Vector;
}

/** What each head made, normed and multiplied by 1 − λ₀. */
export interface HeadNormStep {
  readonly kind: 'head-norm';
  readonly before: Vector;
  readonly after: Vector;
  readonly normed: boolean;
  readonly factor: number;
}

export interface ListenStep {
  readonly kind: 'listen';
  /** Each value has something added for its distance from the speaker. */
  readonly relative: boolean;
  readonly weights: Vector;
  readonly heard: readonly boolean[];
  readonly values: readonly Vector[];
  /** weight × value, for each key. */
  readonly terms: readonly Vector[];
  readonly output: Vector;
  /** Of it, what the memory held before the first token. */
  readonly carried?: Vector;
}

/** Several heads side by side, and W_O. */
export interface JoinStep {
  readonly kind: 'join';
  readonly heads: readonly Vector[];
  /** Through W_O, where there is one: the products whose sum each number of the output is. */
  readonly columns?: readonly { readonly products: readonly Product[]; readonly value: number }[];
  /** A bias comes last in each sum. */
  readonly biased?: boolean;
  readonly output: Vector;
}

export interface NowStep {
  readonly kind: 'now';
  /** What the speaker said of itself: its own value. */
  readonly before?: Vector;
  readonly after: Vector;
  readonly weights: Vector;
  readonly everybody: readonly {
    readonly weights: Vector;
    readonly heard: readonly boolean[];
    readonly sum: number;
    readonly bits: number;
  }[];
  /** Every row is a way of sharing 1: spread is defined. */
  readonly shares: boolean;
}

/** The same speaker before something was changed. */
export interface CompareStep {
  readonly kind: 'compare';
  readonly hidden: readonly number[];
  readonly before: { readonly weights: Vector; readonly output: Vector };
  readonly after: { readonly weights: Vector; readonly output: Vector };
}
