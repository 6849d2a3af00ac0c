import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

/** Between two runs, in milliseconds: onnxruntime's threads spin for 60 after each. */
const PAUSE = 100;

/** The median. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Rows of words, columns aligned: the first to the left, the others to the right. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((word, column) => (column === 0 ? word.padEnd(widths[0]) : word.padStart(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Duration of some work: wall-clock and processor time. */
export async function timed(work) {
  const before = process.cpuUsage();
  const start = performance.now();
  const output = await work();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { ms, cpu: (user + system) / 1e3, output };
}

/**
 * Runs all contestants in turn, round after round, so that other load on the machine affects all of them equally.
 *
 * @param contestants name and a function that resolves to the milliseconds of one run: `ms` on the clock, `cpu` of all threads;
 *   `cannot` is called with the reason when one drops out
 * @returns every run, by name
 */
export async function interleaved(contestants, rounds) {
  const times = new Map();
  for (const { name, run, cannot } of contestants) {
    // once to warm up
    try {
      await run();
      times.set(name, []);
    } catch (error) {
      if (!cannot) throw error;
      cannot(error);
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of contestants.filter((one) => times.has(one.name))) {
      await setTimeout(PAUSE); // threads of the one before may still be spinning
      times.get(name).push(await run());
    }
  }
  return times;
}

/** Median of the ratios of two contestants, round by round. */
export function ratio(times, of, to) {
  return median(times.get(of).map(({ ms }, round) => ms / times.get(to)[round].ms));
}
