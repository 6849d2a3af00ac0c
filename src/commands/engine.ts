import { attend } from '../core/attend.js';
import { dataError, usageError } from '../core/error.js';
import { holdings } from '../core/holdings.js';
import type { Problem } from '../core/problem.js';
import { sizeOf } from '../core/tensor.js';
import type { StageName, Trace } from '../core/trace.js';
import type { ComputeFlags } from './options.js';
import { whenInterrupted } from './interrupt.js';
import type { Io } from './io.js';
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
  io: Io,
  say: Sayer,
): Promise<Trace> {
  const engine = flags.engine ?? 'auto';
  const threads = flags.threads;
  if (threads !== undefined && engine === 'reference')
    throw usageError({
      what: '--threads with --engine reference',
      fix: 'leave --threads out: the reference computes in one',
    });
  if (engine === 'reference' || wanted === undefined || (engine === 'auto' && productOf(problem) < SMALL)) {
    if (engine === 'wasm')
      say.note('the reference computed it: the kernel gives output, weights, lse and gradients alone (--only output)');
    return byReference(problem, io, flags);
  }
  const { attendFast } = await import('../kernel/engine.js');
  const meter = progress(io, flags);
  const stopListening = whenInterrupted(meter.clear);
  try {
    const fast = await attendFast(problem, {
      wanted,
      engine,
      ...(threads !== undefined && { threads }),
      progress: meter.show,
    });
    if ('trace' in fast) return fast.trace;
    if (engine === 'wasm') say.note(`the reference computed it: ${fast.refused}`);
    else say.detail(`not the kernel: ${fast.refused}`);
  } finally {
    stopListening();
    meter.clear();
  }
  await checkMemory({ problems: [problem], wanted: undefined }, flags);
  return byReference(problem, io, flags);
}

/**
 * The reference reports no progress, so a long computation is announced with an estimate of its duration.
 *
 * @throws AttnError when the system provides less memory than it reported
 */
function byReference(problem: Problem, io: Io, flags: ComputeFlags): Trace {
  const seconds = productOf(problem) < SMALL ? 0 : secondsOf(problem);
  const announced = seconds >= 1 && io.stderr.isTTY === true && !flags.quiet;
  if (announced)
    io.stderr.write(
      `attn: every stage of ${scoresOf(problem).toLocaleString('en')} scores: about ${Math.ceil(seconds)} s`,
    );
  try {
    return attend(problem);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw dataError({ what: 'the stages of this problem do not fit into memory', fix: 'ask for less: --only output' });
  } finally {
    if (announced) io.stderr.write('\r\x1b[K');
  }
}

/** About how long the reference takes, on a machine of its time: for every score 1 ns a number of its key and value, and 60 for all else. */
function secondsOf(problem: Problem): number {
  const size = (problem.q ?? problem.x)!.shape.at(-1)! / (problem.heads ?? 1);
  return scoresOf(problem) * (2 * size + 60) * 1e-9;
}

const scoresOf = (problem: Problem): number => sizeOf(holdings(problem).scores);

function productOf({ q, k, x }: Problem): number {
  const queries = (q ?? x)?.data.length ?? 0;
  return queries * (k?.data.length ?? queries);
}

/** A line on stderr for work of more than a second, erased at the end; only on a terminal. */
function progress(io: Io, flags: ComputeFlags): { show: (done: number) => void; clear: () => void } {
  const start = performance.now();
  const visible = io.stderr.isTTY === true && !flags.quiet;
  let shown = false;
  return {
    show: (done) => {
      const seconds = (performance.now() - start) / 1000;
      if (!visible || seconds < 1 || done === 0) return;
      shown = true;
      io.stderr.write(
        `\r\x1b[Kattn: ${Math.floor(done * 100)} % in ${seconds.toFixed(0)} s, about ${Math.ceil((seconds / done) * (1 - done))} s left`,
      );
    },
    clear: () => {
      if (shown) io.stderr.write('\r\x1b[K');
    },
  };
}
