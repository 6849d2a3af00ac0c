import { Worker } from 'node:worker_threads';
import type { Refusal } from './facts.js';
import { DONE, NEXT, READY } from './job.js';
import type { Task } from './task.js';
import { instance } from './wasm.js';
import type { WasmModule } from './webassembly.js';

/** What a worker runs. It is a string because a worker needs a file or a string, and a bundle does not contain the file. */
const WORKER = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ id, module, memory, workspace }) => {
  new WebAssembly.Instance(module, { env: { memory } }).exports.work(workspace);
  parentPort.postMessage(id);
});`;

/** How long the main thread computes before it yields to the event loop, in milliseconds: for signals and progress. */
const YIELD_AFTER = 50;

/** A worker and its unfinished tasks. */
interface PoolWorker {
  readonly worker: Worker;
  readonly tasks: Map<number, { readonly done: () => void; readonly failed: (error: Error) => void }>;
}

/** Started once and reused by later tasks; they do not keep the process alive. */
const pool: PoolWorker[] = [];

let tasks = 0;

/** Number of workers that are running. */
export function poolSize(): number {
  return pool.length;
}

/** Starts workers until there are `count`, so that they are ready when the task is. */
export function startWorkers(count: number): void {
  while (pool.length < count) {
    const entry: PoolWorker = {
      worker: new Worker(WORKER, { eval: true, stdin: false, env: {}, execArgv: [] }),
      tasks: new Map(),
    };
    const lost = (error: Error): void => {
      if (pool.includes(entry)) pool.splice(pool.indexOf(entry), 1);
      entry.tasks.forEach(({ failed }) => failed(error));
      entry.tasks.clear();
    };
    entry.worker.on('message', (id: number) => {
      entry.tasks.get(id)?.done();
      entry.tasks.delete(id);
    });
    entry.worker.on('error', lost);
    entry.worker.on('exit', () => lost(new Error('a worker thread has ended')));
    entry.worker.unref();
    pool.push(entry);
  }
}

/** `released` settles when the last worker no longer uses the memory, which may be after the task has ended. */
export type Outcome = { readonly released: Promise<unknown> } | { readonly refused: Refusal };

/**
 * Computes all units of a task: this thread and one worker for every further workspace. This thread lays the task out, part by
 * part, while the others already compute; all take units from one counter. A worker that is still starting delays no one.
 *
 * @param progress called with the share that is done, from 0 to 1
 * @returns why it could not go on, if it could not
 * @throws the signal's reason when it aborts: units that have begun are finished, no new ones are taken
 */
export async function computeTask(
  module: WasmModule,
  task: Task,
  options: { progress?: (done: number) => void; signal?: AbortSignal } = {},
): Promise<Outcome> {
  const { memory, units, workspaces } = task;
  options.signal?.throwIfAborted();
  startWorkers(workspaces.length - 1);
  const counters = new Int32Array(memory.buffer);
  const publish = (ready: number): void => {
    Atomics.store(counters, READY, ready);
    Atomics.notify(counters, READY);
  };
  const stop = (): void => {
    Atomics.store(counters, NEXT, units);
    publish(units);
  };
  let failure: unknown;
  const others = workspaces.slice(1).map((workspace, n) =>
    assign(pool[n]!, { module, memory, workspace }).catch((error: unknown) => {
      failure = error;
    }),
  );
  const released = Promise.all(others);
  const { step } = instance(module, memory);
  let last = performance.now();
  const yieldToEvents = async (): Promise<void> => {
    options.progress?.(task.shares[Atomics.load(counters, DONE)]!);
    await new Promise(setImmediate);
    options.signal?.throwIfAborted();
    last = performance.now();
  };
  try {
    options.progress?.(0);
    options.signal?.throwIfAborted();
    for (const { parts, refusal, fill, until } of task.phases) {
      const refused = refusal?.();
      if (refused !== undefined) {
        stop();
        return { refused };
      }
      for (let part = 0; part < parts; part++) publish(fill(part));
      while (step(workspaces[0]!) !== 0) {
        task.collect();
        if (performance.now() - last > YIELD_AFTER) await yieldToEvents();
      }
      for (let done: number; (done = Atomics.load(counters, DONE)) < until;) {
        // the workers are still computing their last units
        if (Atomics.wait(counters, DONE, done, YIELD_AFTER) !== 'timed-out') continue;
        await yieldToEvents();
        if (failure !== undefined) throw failure;
      }
      task.collect();
    }
  } catch (error) {
    stop();
    throw error;
  }
  options.progress?.(1);
  return { released };
}

function assign(
  { worker, tasks: unfinished }: PoolWorker,
  work: { module: WasmModule; memory: Task['memory']; workspace: number },
): Promise<void> {
  const id = tasks++;
  return new Promise((done, failed) => {
    unfinished.set(id, { done, failed });
    worker.postMessage({ id, ...work });
  });
}

/** Ends the workers. Only tests and benchmarks need it: otherwise they end with the process. */
export async function stopWorkers(): Promise<void> {
  await Promise.all(pool.splice(0).map(({ worker }) => worker.terminate()));
}
