import { generator, type Problem, tensor } from '../core/index.js';
import { startWorkers } from './pool.js';
import { attendFast } from './engine.js';
import { instance, kernel, smallMemory } from './wasm.js';

/** The highest speed that one thread can reach. */
export interface Limit {
  /** Multiply-adds of float32 as floating-point operations, in thousand millions a second. */
  readonly gflops: number;
  /** Multiply and add in one rounding (relaxed SIMD). */
  readonly fused: boolean;
}

/** One size to measure: self-attention, output only. */
export interface Size {
  readonly heads: number;
  readonly n: number;
  readonly d: number;
  readonly dtype: 'float32' | 'float64';
  readonly causal: boolean;
}

export interface Measured extends Size {
  /** The median of the rounds, laying out and reading back included. */
  readonly ms: number;
  /** 4·heads·n²·d operations, half of them under a causal mask. */
  readonly gflops: number;
}

const TRIES = 40;
const TIMES = 200_000;
/** Operations of one iteration of the loop: 12 accumulators of 4 lanes, a multiplication and an addition each. */
const PER_TURN = 96;

/** The fastest of many short loops of multiply-adds only; undefined if this engine has no SIMD. */
export async function multiplyAddLimit(): Promise<Limit | undefined> {
  const compiled = await kernel();
  if (!compiled) return undefined;
  const { peak } = instance(compiled.module, smallMemory());
  let best = Infinity;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const start = performance.now();
    peak(TIMES);
    best = Math.min(best, performance.now() - start);
  }
  return { gflops: (TIMES * PER_TURN) / best / 1e6, fused: compiled.fused };
}

/**
 * Times the kernel on normal numbers.
 *
 * @param rounds how often; one more warm-up round is not counted
 */
export async function measureKernel(size: Size, rounds: number, threads: number): Promise<Measured> {
  const problem = problemOf(size);
  startWorkers(threads - 1); // so that their start is not measured
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    const fast = await attendFast(problem, { wanted: ['output'], threads });
    if ('refused' in fast) throw new Error(fast.refused.code);
    if (round > 0) times.push(performance.now() - start);
  }
  const ms = times.sort((a, b) => a - b)[rounds >> 1]!;
  return { ...size, ms, gflops: operations(size) / ms / 1e6 };
}

/** @returns the number of multiplications and additions */
export function operations({ heads, n, d, causal }: Size): number {
  return 4 * heads * n * n * d * (causal ? 0.5 : 1);
}

/** The same numbers in every run, so that only the time differs. */
export function problemOf({ heads, n, d, dtype, causal }: Size): Problem {
  const { uniform } = generator(1);
  const draw = () =>
    tensor(
      [heads, n, d],
      Float64Array.from({ length: heads * n * d }, () => Math.fround(2 * uniform() - 1)),
      { dtype },
    );
  return { q: draw(), k: draw(), v: draw(), ...(causal && { causal: 'top-left' }) };
}
