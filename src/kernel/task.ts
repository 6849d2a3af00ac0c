import type { Visibility } from './visibility.js';
import type { WasmMemory } from './webassembly.js';

/** A stretch of a task that begins when all before it is done. */
export interface Phase {
  /** It is laid out in so many parts. */
  readonly parts: number;
  /** Why the task cannot go on, now that all before is done. */
  readonly refusal?: () => string | undefined;
  /** Lays one part out. @returns how many units of the whole task can be computed from now on */
  readonly fill: (part: number) => number;
  /** Units of the task that are done at its end. */
  readonly until: number;
}

/** A problem in memory that all threads share: laid out part by part, computed unit by unit. */
export interface Task {
  readonly memory: WasmMemory;
  readonly units: number;
  readonly phases: readonly Phase[];
  /** The share of all work that lies in the first units: (units + 1), from 0 to 1. */
  readonly shares: Float64Array;
  /** One for each thread. */
  readonly benches: readonly number[];
  readonly output: Float64Array; // (B, H, n_q, d_v); filled by `collect`
  /** Takes the output of heads that are done out of the memory, while others are still computed. */
  readonly collect: () => void;
  /** Per query: the largest score and the sum of e^(score − largest). */
  readonly totals: Float64Array; // (B, H, n_q, 2)
  /** Per query: EMPTY, ODD, ROUGH (layout.ts). */
  readonly marks: Uint8Array; // (B, H, n_q)
  readonly weights?: Float64Array; // (B, H, n_q, n_k)
  readonly gradQ?: Float64Array; // (B, H, n_q, d_k)
  readonly gradK?: Float64Array; // (B, H_k, n_k, d_k)
  readonly gradV?: Float64Array; // (B, H_v, n_k, d_v)
  /** Whether query i may see key j; undefined where nothing keeps anybody from anything. */
  readonly sees: Visibility | undefined;
  /** What was seen while it was laid out. */
  readonly found: {
    /** Float32 was fine enough for some head; otherwise all is float64. */
    single: boolean;
    /** NaN or ∞ stands in K or V. */
    wild: boolean;
  };
}
