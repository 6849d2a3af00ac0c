import type { Refusal } from './facts.js';
import type { Visibility } from './visibility.js';
import type { WasmMemory } from './webassembly.js';

/** A part of a task that begins when everything before it is done. */
export interface Phase {
  /** The number of parts in which its data is laid out. */
  readonly parts: number;
  /** Why the task cannot continue, checked when everything before is done. */
  readonly refusal?: () => Refusal | undefined;
  /** Lays out one part. @returns how many units of the whole task can be computed after it */
  readonly fill: (part: number) => number;
  /** Number of the task's units that are done when the phase ends. */
  readonly until: number;
}

/** A problem in memory that all threads share: laid out part by part, computed unit by unit. */
export interface Task {
  readonly memory: WasmMemory;
  readonly units: number;
  readonly phases: readonly Phase[];
  /** The share of all work that is done after the first n units: (units + 1), from 0 to 1. */
  readonly shares: Float64Array;
  /** One for each thread. */
  readonly workspaces: readonly number[];
  readonly output: Float64Array; // (B, H, n_q, d_v); filled by `collect`
  /** Copies the output of finished heads out of the memory, while others are still being computed. */
  readonly collect: () => void;
  /** Per query: the largest score and the sum of e^(score − largest). */
  readonly totals: Float64Array; // (B, H, n_q, 2)
  /** Per query: EMPTY, NON_FINITE, IMPRECISE (layout.ts). */
  readonly marks: Uint8Array; // (B, H, n_q)
  readonly weights?: Float64Array; // (B, H, n_q, n_k)
  readonly gradQ?: Float64Array; // (B, H, n_q, d_k)
  readonly gradK?: Float64Array; // (B, H_k, n_k, d_k)
  readonly gradV?: Float64Array; // (B, H_v, n_k, d_v)
  /** Whether query i may see key j; undefined where nothing is masked. */
  readonly visible: Visibility | undefined;
  /** What was noticed while the data was laid out. */
  readonly found: {
    /** float32 was precise enough for some head; otherwise everything is float64. */
    single: boolean;
    /** K or V contains NaN or ∞. */
    nonFinite: boolean;
  };
}
