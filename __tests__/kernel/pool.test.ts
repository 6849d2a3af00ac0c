import { layOut } from '../../src/kernel/memory.js';
import type { Task } from '../../src/kernel/task.js';
import { computeTask, poolSize, stopWorkers } from '../../src/kernel/pool.js';
import { prepare } from '../../src/kernel/prepare.js';
import { kernel } from '../../src/kernel/wasm.js';
import { filled, normals } from './numbers.js';

const problem = (n: number) => {
  const normal = normals(21);
  const make = () => filled([3, n, 16], 'float32', normal);
  return { q: make(), k: make(), v: make(), causal: 'top-left' as const };
};

const task = (n: number, threads: number): Task => layOut(prepare(problem(n)), threads, [])!;
const compiled = kernel().then((found) => found!.module);

afterAll(stopWorkers);

it('computeTask gives the same bits with one thread, two and three', async () => {
  const results = [];
  for (const threads of [1, 2, 3, 2]) {
    // the workers are kept for the next task
    const one = task(300, threads);
    await computeTask(await compiled, one);
    results.push(one.output.slice());
  }
  expect(results[0]!.some((x) => x !== 0)).toBe(true);
  for (const result of results.slice(1)) expect(result).toEqual(results[0]);
});

it('computeTask tells its progress, upwards, and 1 at the end', async () => {
  const reported: number[] = [];
  await computeTask(await compiled, task(600, 1), { progress: (done) => reported.push(done) });
  expect(reported.at(-1)).toBe(1);
  expect([...reported].sort((a, b) => a - b)).toEqual(reported);
});

it('computeTask stops when it is reported to, throws the reason, and leaves the workers ready', async () => {
  const stop = new AbortController();
  const reason = new Error('interrupted');
  const long = task(3000, 2);
  const run = computeTask(await compiled, long, { signal: stop.signal, progress: () => stop.abort(reason) });
  await expect(run).rejects.toBe(reason);
  const [taken] = new Uint32Array(long.memory.buffer, 0, 1);
  expect(taken).toBeGreaterThanOrEqual(long.units);

  const next = task(300, 2);
  await computeTask(await compiled, next);
  const alone = task(300, 1);
  await computeTask(await compiled, alone);
  expect(next.output).toEqual(alone.output);
});

it('computeTask with a signal that has already aborted computes nothing', async () => {
  const one = task(300, 1);
  await expect(computeTask(await compiled, one, { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
  expect(one.output.every((x) => x === 0)).toBe(true);
});

it('computeTask neither hangs nor gives wrong numbers when its worker is lost', async () => {
  const long = task(2000, 2);
  let lost: Promise<void> | undefined;
  const ended = await computeTask(await compiled, long, {
    progress: (done) => {
      if (done > 0) lost ??= stopWorkers();
    },
  }).then(
    () => 'done',
    (error: Error) => error.message,
  );
  await lost;
  const alone = task(2000, 1);
  await computeTask(await compiled, alone);
  if (ended === 'done') expect(long.output).toEqual(alone.output);
  else expect(ended).toBe('a worker thread has ended');
  expect(poolSize()).toBe(0);
});

it('computeTask does not wait for a worker that comes too late, and lets it find nothing to do', async () => {
  await stopWorkers();
  const one = task(60, 2);
  const outcome = await computeTask(await compiled, one);
  const output = one.output.slice();
  if ('refused' in outcome) throw new Error(outcome.refused.code);
  const wakeful = setTimeout(() => undefined, 60_000); // workers do not keep the process alive
  await outcome.released;
  clearTimeout(wakeful);
  expect(one.output).toEqual(output);
  expect(new Uint32Array(one.memory.buffer, 0, 3)).toEqual(Uint32Array.of(one.units, one.units, one.units));
});

it('computeTask ends before a phase that is refused', async () => {
  const one = task(60, 1);
  const refused = {
    ...one,
    phases: [
      ...one.phases,
      { parts: 1, until: one.units, refusal: () => ({ code: 'kernel-memory' }) as const, fill: () => one.units },
    ],
  };
  expect(await computeTask(await compiled, refused)).toEqual({ refused: { code: 'kernel-memory' } });
});
