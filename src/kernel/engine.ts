import { availableParallelism } from 'node:os';
import type { Problem } from '../core/problem.js';
import type { StageName, Trace } from '../core/trace.js';
import { computeTask, recruit } from './crew.js';
import { refusal, refusalOfSizes } from './fits.js';
import { UNIT_ROWS } from './layout.js';
import { layOut } from './memory.js';
import { prepare } from './prepare.js';
import { traceOf } from './result.js';
import { kernel } from './wasm.js';

export interface FastOptions {
  /** What is asked for: `output`, `heads`, `lse`. */
  readonly wanted: readonly StageName[];
  /** Threads to use; all of the machine's by default. Small work is done by one. */
  readonly threads?: number;
  /** `auto` leaves to the reference what is small; `wasm` (the default) takes all that fits. */
  readonly engine?: 'auto' | 'wasm';
  readonly progress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * `--engine auto` takes the kernel from this many scores (batch × heads × n_q × n_k) on, when nothing but `output` and `lse`
 * is asked for. The reference takes about a second for them, and below it gives the last bit.
 */
const MANY_SCORES = 2 ** 20;

/** What the kernel computed, or why it did not. */
export type Fast = { readonly trace: Trace } | { readonly refused: string };

/** Multiplications and additions below which another thread takes longer to start than to help. */
const SMALL = 1e9;

/**
 * Attention by the WebAssembly kernel: the reference's sums in tiles, never an n×n matrix. Float32 inputs (and shorter
 * ones) are computed in float32, and again in float64 where that was too coarse; all others in float64.
 *
 * @returns a trace that holds `output` (and `heads`) and `lse` only, or the reason why only the reference can do it
 * @throws AttnError as `attend` does; the signal's reason when it aborts
 */
export async function attendFast(problem: Problem, options: FastOptions): Promise<Fast> {
  const refused = refusal(problem, options.wanted);
  if (refused) return { refused };
  const prepared = prepare(problem);
  const compiled = await kernel();
  const unfit = compiled ? refusalOfSizes(prepared) : 'this engine has no SIMD';
  if (!compiled || unfit) return { refused: unfit! };
  const { batch, heads, nQ, nK, dK, dV } = prepared.arranged.sizes;
  const scores = batch * heads * nQ * nK;
  if (options.engine === 'auto' && scores < MANY_SCORES) return { refused: `${scores} scores are few: the reference takes them on at once` };
  const units = batch * heads * Math.ceil(nQ / UNIT_ROWS);
  const threads = 2 * scores * (dK + dV) < SMALL ? 1 : Math.max(1, Math.min(options.threads ?? availableParallelism(), units));
  recruit(threads - 1);
  const task = layOut(prepared, threads, options.wanted.includes('lse'));
  if (!task) return { refused: 'it needs more than 4 GiB' };
  await computeTask(compiled.module, task, options);
  return { trace: traceOf(prepared, task) };
}
