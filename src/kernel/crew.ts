import { Worker } from 'node:worker_threads';
import { instance } from './wasm.js';
import type { WasmMemory, WasmModule } from './webassembly.js';
import type { Task } from './memory.js';

/** All a worker does. It is text because a worker needs a file or a text of its own, and bundles have no place for the file. */
const WORKER = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ module, memory, bench }) => {
  new WebAssembly.Instance(module, { env: { memory } }).exports.work(bench);
  parentPort.postMessage(0);
});`;

/** How often the main thread looks up from its work, in milliseconds: for signals, and for whoever watches the progress. */
const BREATH = 50;

/** Started once, kept for the next task; they do not keep the process alive. */
const workers: Worker[] = [];

/** Starts workers, so that they are ready when the task is. */
export function recruit(count: number): void {
  while (workers.length < count) {
    const worker = start();
    worker.unref();
    workers.push(worker);
  }
}

/**
 * Computes all units of a task: this thread and one worker for every further bench, all taking units from one counter.
 *
 * @param progress told how much is done, from 0 to 1
 * @throws the signal's reason when it aborts: the units in hand are finished, no new ones are taken
 */
export async function computeTask(module: WasmModule, task: Task, options: { progress?: (done: number) => void; signal?: AbortSignal } = {}): Promise<void> {
  const { memory, units, benches } = task;
  options.signal?.throwIfAborted();
  const next = new Uint32Array(memory.buffer, 0, 1);
  recruit(benches.length - 1);
  const others = Promise.all(benches.slice(1).map((bench, n) => assign(n, { module, memory, bench })));
  others.catch(() => undefined); // it is awaited below
  const { step } = instance(module, memory);
  try {
    options.progress?.(0);
    options.signal?.throwIfAborted();
    for (let last = performance.now(); step(benches[0]!) !== 0;) {
      if (performance.now() - last < BREATH) continue;
      options.progress?.(task.shares[Math.min(units, Atomics.load(next, 0))]!);
      await new Promise(setImmediate);
      options.signal?.throwIfAborted();
      last = performance.now();
    }
  } catch (error) {
    Atomics.store(next, 0, units); // nobody takes another
    await others.catch(() => undefined);
    throw error;
  }
  await others;
  options.progress?.(1);
}

function assign(n: number, work: { module: WasmModule; memory: WasmMemory; bench: number }): Promise<void> {
  const worker = workers[n]!;
  worker.ref();
  return new Promise((resolve, reject) => {
    const done = (finish: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      worker.unref();
      finish();
    };
    const onMessage = (): void => done(resolve);
    const onError = (error: Error): void => done(() => {
      if (workers.includes(worker)) workers.splice(workers.indexOf(worker), 1);
      reject(error);
    });
    const onExit = (): void => onError(new Error('a worker thread has ended'));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(work);
  });
}

function start(): Worker {
  return new Worker(WORKER, { eval: true, stdin: false, env: {}, execArgv: [] });
}

/** Ends the workers. Only tests need it: otherwise they go with the process. */
export async function dismiss(): Promise<void> {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
}
