import { availableParallelism } from 'node:os';
import type { Problem, StageName, Trace } from '../core/index.js';
import { computeTask, poolSize, startWorkers } from './pool.js';
import { refusal, refusalOfSizes } from './fits.js';
import type { Refusal } from './facts.js';
import { UNIT_ROWS } from './layout.js';
import { layOut } from './memory.js';
import { prepare } from './prepare.js';
import { traceOf } from './result.js';
import { kernel } from './wasm.js';

export interface FastOptions {
  /** The stages to compute: `output`, `heads`, `weights`, `lse`, and the gradients. */
  readonly wanted: readonly StageName[];
  /** Number of threads; by default as many as the machine has. Small work uses one. */
  readonly threads?: number;
  /** `auto` leaves small problems to the reference; `wasm` (the default) computes everything it supports. */
  readonly engine?: 'auto' | 'wasm';
  readonly progress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * `--engine auto` takes the kernel from this many scores (batch × heads × n_q × n_k) on, when nothing but `output`,
 * `weights`, `lse` and gradients are asked for. The reference takes about a second for so many; for fewer, its exact last bit is worth the time.
 */
const MANY_SCORES = 2 ** 20;

/** What the kernel computed, or why it did not. */
export type Fast = { readonly trace: Trace } | { readonly refused: Refusal };

/** Workers are started once all tasks of this process together need this many operations: that is what starting one costs. */
const POOL_FROM = 1e9;

/** A task with fewer operations than this is faster without workers, even if they are already running. */
const SMALL = 2e7;

let worked = 0;

/**
 * Attention by the WebAssembly kernel: the reference's sums in tiles, never an n×n matrix. Float32 inputs (and shorter
 * ones) are computed in float32, and again in float64 where that was not precise enough; all others in float64.
 *
 * @returns a trace with only `output` (and `heads`) and the wanted stages, or the reason why only the reference can do it
 * @throws AttnError as `attend` does; the signal's reason when it aborts
 * @example
 * const q = matrix([[1, 0], [0, 1]]);
 * const result = await attendFast({ q, v: matrix([[3], [3]]) }, { wanted: ['output'], threads: 1 });
 * [...outward(result.trace, result.trace.stages.get('output')).data] // => [3, 3]
 */
export async function attendFast(problem: Problem, options: FastOptions): Promise<Fast> {
  const refused = refusal(problem, options.wanted);
  if (refused) return { refused };
  const prepared = prepare(problem);
  const compiled = await kernel();
  if (!compiled) return { refused: { code: 'kernel-no-simd' } };
  const unfit = refusalOfSizes(prepared);
  if (unfit) return { refused: unfit };
  const { batch, heads, nQ, nK, dK, dV } = prepared.arranged.sizes;
  const scores = batch * heads * nQ * nK;
  if (options.engine === 'auto' && scores < MANY_SCORES) return { refused: { code: 'kernel-few-scores', scores } };
  const units = batch * heads * Math.ceil(nQ / UNIT_ROWS);
  const work = 2 * scores * (problem.grad ? 5 * dK + 4 * dV : dK + dV);
  const most = work < SMALL ? 1 : Math.max(1, Math.min(options.threads ?? availableParallelism(), units));
  worked += work;
  if (worked >= POOL_FROM) startWorkers(most - 1);
  const task = layOut(prepared, Math.min(most, 1 + poolSize()), options.wanted);
  if (!task) return { refused: { code: 'kernel-memory' } };
  const outcome = await computeTask(compiled.module, task, options);
  if ('refused' in outcome) return outcome;
  const trace = traceOf(prepared, task, options.wanted);
  void outcome.released.then(task.giveBack);
  return { trace };
}
