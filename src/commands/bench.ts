import { availableParallelism } from 'node:os';
import { attend } from '../core/index.js';
import { type Measured, measureKernel, multiplyAddLimit, problemOf, type Size } from '../kernel/index.js';
import { benchJson, benchText, type BenchReport } from './bench-report.js';
import { fact, dataError } from './facts.js';
import type { FlagOptions } from './flag-spec.js';
import { SHORTEST, type BENCH_FLAGS } from './bench-options.js';
import type { GlobalFlags } from './options.js';
import { whenInterrupted } from './interrupt.js';
import { write, type Io } from './io.js';
import { sayer } from './notes.js';
import { screenOf } from './terminal.js';

/** The flags of `attn bench`, parsed. */
type BenchFlags = GlobalFlags & FlagOptions<typeof BENCH_FLAGS>;

/** The reference goes through all n² scores one by one: at this length it takes a second or so. */
const REFERENCE = 512;

/** `attn bench`: measures how fast this machine computes attention, compared with its highest possible speed. */
export async function bench(flags: BenchFlags, io: Io): Promise<number> {
  const say = sayer(flags, io);
  const heads = flags.heads;
  const d = flags.dim;
  const longest = flags.longest;
  const rounds = flags.rounds;
  const threads = flags.threads ?? availableParallelism();

  const limit = await multiplyAddLimit();
  if (!limit) throw dataError({ code: 'no-simd' });
  const lengths = [longest / 8, longest / 4, longest / 2, longest].map(Math.floor).filter((n) => n >= SHORTEST);
  const sizes: Size[] = [
    ...lengths.map((n): Size => ({ heads, n, d, dtype: 'float32', causal: false })),
    { heads, n: longest, d, dtype: 'float32', causal: true },
    { heads, n: longest, d, dtype: 'float64', causal: false },
  ];
  const rows: Measured[] = [];
  const meter = await say.meter();
  const stopListening = whenInterrupted(meter.clear);
  try {
    for (const size of sizes) {
      const { n, dtype, causal } = size;
      meter.show(fact('measuring', { n, dtype, causal, number: rows.length + 1, of: sizes.length }));
      rows.push(await measureKernel(size, rounds, threads));
    }
    const small: Size = { heads, n: Math.min(REFERENCE, longest), d, dtype: 'float32', causal: false };
    const { ms: kernelMs } = await measureKernel(small, rounds, threads);
    const reference = { ...small, ms: timeOfReference(small), kernelMs };
    meter.clear();
    const report: BenchReport = { threads, limit, rows, reference };
    await write(
      io.stdout,
      flags.json ? benchJson(report, flags.compact) : benchText(report, screenOf(flags, io, false)),
    );
    if (threads > availableParallelism())
      say.note(fact('threads-take-turns', { threads, processors: availableParallelism() }));
    return 0;
  } finally {
    stopListening();
  }
}

function timeOfReference(size: Size): number {
  const problem = problemOf(size);
  const start = performance.now();
  attend(problem);
  return performance.now() - start;
}
