import { attend, holdings, type Problem, sizeOf, type StageName, type Trace } from '../core/index.js';
import { dataError, fact, usageError } from './facts.js';
import type { ComputeFlags } from './options.js';
import { whenInterrupted } from './interrupt.js';
import { checkMemory } from './memory.js';
import type { Sayer } from './notes.js';

export const ENGINES = ['auto', 'reference', 'wasm'] as const;

/** Below this product of the element counts of Q and K the kernel cannot pay off, so it is not loaded. */
const SMALL = 2 ** 20;

/**
 * Computes a problem by the engine that fits: `auto` takes the kernel when nothing but output, weights, lse and
 * gradients of a large problem are asked for, and the reference for all else; `wasm` takes the kernel wherever it can. What the
 * kernel cannot do goes to the reference, never to a wrong answer.
 *
 * @param wanted the stages that will be shown; undefined: all
 */
export async function compute(
  problem: Problem,
  wanted: readonly StageName[] | undefined,
  flags: ComputeFlags,
  say: Sayer,
): Promise<Trace> {
  const engine = flags.engine ?? 'auto';
  const threads = flags.threads;
  if (threads !== undefined && engine === 'reference') throw usageError({ code: 'threads-with-reference' });
  if (engine === 'reference' || wanted === undefined || (engine === 'auto' && productOf(problem) < SMALL)) {
    if (engine === 'wasm') say.note(fact('kernel-lacks-stages'));
    return byReference(problem, say);
  }
  const { attendFast } = await import('../kernel/engine.js');
  const meter = await progress(say);
  const stopListening = whenInterrupted(meter.clear);
  try {
    const fast = await attendFast(problem, {
      wanted,
      engine,
      ...(threads !== undefined && { threads }),
      progress: meter.show,
    });
    if ('trace' in fast) return fast.trace;
    if (engine === 'wasm') say.note(fact('kernel-refused', { reason: fast.refused }));
    else say.detail(fact('kernel-not-used', { reason: fast.refused }));
  } finally {
    stopListening();
    meter.clear();
  }
  await checkMemory({ problems: [problem], wanted: undefined }, flags);
  return byReference(problem, say);
}

/**
 * The reference reports no progress, so a long computation is announced with an estimate of its duration.
 *
 * @throws AttnError when the system provides less memory than it reported
 */
async function byReference(problem: Problem, say: Sayer): Promise<Trace> {
  const seconds = productOf(problem) < SMALL ? 0 : secondsOf(problem);
  const meter = seconds >= 1 ? await say.meter() : undefined;
  meter?.show(fact('computing-every-stage', { scores: scoresOf(problem), seconds: Math.ceil(seconds) }));
  try {
    return attend(problem);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw dataError({ code: 'stages-exceed-memory' });
  } finally {
    meter?.clear();
  }
}

/** About how long the reference takes, on a machine of its time: for every score 1 ns a number of its key and value, and 60 for all else. */
function secondsOf(problem: Problem): number {
  const size = (problem.q ?? problem.x)!.shape.at(-1)! / (problem.heads ?? 1);
  return scoresOf(problem) * (2 * size + 60) * 1e-9;
}

const scoresOf = (problem: Problem): number => sizeOf(holdings(problem).scores);

function productOf({ q, x, xKv, k = xKv }: Problem): number {
  const queries = (q ?? x)?.data.length ?? 0;
  return queries * (k?.data.length ?? queries);
}

/** A line on stderr for work of more than a second, erased at the end; only on a terminal. */
async function progress(say: Sayer): Promise<{ show: (done: number) => void; clear: () => void }> {
  const start = performance.now();
  const meter = await say.meter();
  return {
    show: (done) => {
      const seconds = (performance.now() - start) / 1000;
      if (seconds < 1 || done === 0) return;
      const left = Math.ceil((seconds / done) * (1 - done));
      meter.show(fact('computing', { done: Math.floor(done * 100), seconds, left }));
    },
    clear: meter.clear,
  };
}
