const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Undoes unfinished work when the run is interrupted, then lets the signal end the process as usual: the
 * shell sees 130 for Ctrl-C. The listener exists only while there is something to undo: a long computation, in which no
 * listener would be called, ends at once.
 *
 * @param undo must be synchronous
 * @returns call it when there is nothing to undo any more
 */
export function whenInterrupted(undo: () => void): () => void {
  const listener = (signal: NodeJS.Signals): void => {
    stop();
    undo();
    process.kill(process.pid, signal);
  };
  const stop = (): void => SIGNALS.forEach((signal) => void process.off(signal, listener));
  SIGNALS.forEach((signal) => void process.on(signal, listener));
  return stop;
}
