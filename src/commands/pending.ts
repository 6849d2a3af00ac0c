import type { Io } from './io.js';

/** What is still to be written to stderr, in order: its words may have to be loaded first. */
const PENDING = new WeakMap<Io, Promise<void>>();

/** Does a piece of work after everything that was given before. */
export function afterwards(io: Io, work: () => Promise<void>): void {
  const all = written(io).then(work);
  // Who awaits it gets the error; nobody may await it before it comes.
  all.catch(() => undefined);
  PENDING.set(io, all);
}

/** When all of it has been written. */
export function written(io: Io): Promise<void> {
  return PENDING.get(io) ?? Promise.resolve();
}
