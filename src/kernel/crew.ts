import { Worker } from 'node:worker_threads';
import { DONE, NEXT, READY } from './job.js';
import type { Task } from './task.js';
import { instance } from './wasm.js';
import type { WasmModule } from './webassembly.js';

/** All a worker does. It is text because a worker needs a file or a text of its own, and bundles have no place for the file. */
const WORKER = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ id, module, memory, bench }) => {
  new WebAssembly.Instance(module, { env: { memory } }).exports.work(bench);
  parentPort.postMessage(id);
});`;

/** How often the main thread looks up from its work, in milliseconds: for signals, and for whoever watches the progress. */
const BREATH = 50;

/** A worker, and what it has still to finish. */
interface Hand {
  readonly worker: Worker;
  readonly tasks: Map<number, { readonly done: () => void; readonly failed: (error: Error) => void }>;
}

/** Started once, kept for the next task; they do not keep the process alive. */
const hands: Hand[] = [];

let tasks = 0;

/** How many workers there are. */
export function crewSize(): number {
  return hands.length;
}

/** Starts workers, so that they are ready when the task is. */
export function recruit(count: number): void {
  while (hands.length < count) {
    const hand: Hand = {
      worker: new Worker(WORKER, { eval: true, stdin: false, env: {}, execArgv: [] }),
      tasks: new Map(),
    };
    const lost = (error: Error): void => {
      if (hands.includes(hand)) hands.splice(hands.indexOf(hand), 1);
      hand.tasks.forEach(({ failed }) => failed(error));
      hand.tasks.clear();
    };
    hand.worker.on('message', (id: number) => {
      hand.tasks.get(id)?.done();
      hand.tasks.delete(id);
    });
    hand.worker.on('error', lost);
    hand.worker.on('exit', () => lost(new Error('a worker thread has ended')));
    hand.worker.unref();
    hands.push(hand);
  }
}

/** `released`: when the last worker has let go of the memory, which may be later than the end of the task. */
export type Outcome = { readonly released: Promise<unknown> } | { readonly refused: string };

/**
 * Computes all units of a task: this thread and one worker for every further bench. This thread lays the task out, part by
 * part, while the others already compute; all take units from one counter. Nobody waits for a worker that is still starting.
 *
 * @param progress told how much is done, from 0 to 1
 * @returns why it could not go on, if it could not
 * @throws the signal's reason when it aborts: the units in hand are finished, no new ones are taken
 */
export async function computeTask(
  module: WasmModule,
  task: Task,
  options: { progress?: (done: number) => void; signal?: AbortSignal } = {},
): Promise<Outcome> {
  const { memory, units, benches } = task;
  options.signal?.throwIfAborted();
  recruit(benches.length - 1);
  const counters = new Int32Array(memory.buffer);
  const publish = (ready: number): void => {
    Atomics.store(counters, READY, ready);
    Atomics.notify(counters, READY);
  };
  const stop = (): void => {
    // nobody takes another
    Atomics.store(counters, NEXT, units);
    publish(units);
  };
  let failure: unknown;
  const others = benches.slice(1).map((bench, n) =>
    assign(hands[n]!, { module, memory, bench }).catch((error: unknown) => {
      failure = error;
    }),
  );
  const released = Promise.all(others);
  const { step } = instance(module, memory);
  let last = performance.now();
  const breathe = async (): Promise<void> => {
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
      while (step(benches[0]!) !== 0) {
        task.collect();
        if (performance.now() - last > BREATH) await breathe();
      }
      for (let done: number; (done = Atomics.load(counters, DONE)) < until;) {
        // the others are at their last unit
        if (Atomics.wait(counters, DONE, done, BREATH) !== 'timed-out') continue;
        await breathe();
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
  { worker, tasks: unfinished }: Hand,
  work: { module: WasmModule; memory: Task['memory']; bench: number },
): Promise<void> {
  const id = tasks++;
  return new Promise((done, failed) => {
    unfinished.set(id, { done, failed });
    worker.postMessage({ id, ...work });
  });
}

/** Ends the workers. Only tests need it: otherwise they go with the process. */
export async function dismiss(): Promise<void> {
  await Promise.all(hands.splice(0).map(({ worker }) => worker.terminate()));
}
