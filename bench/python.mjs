import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('peers.py', import.meta.url));

/**
 * A Python peer, kept running so that its start is not measured.
 *
 * @param peer numpy or torch
 * @returns undefined where it is not installed
 */
export async function python(peer, threads) {
  const env = { ...process.env, OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads), MKL_NUM_THREADS: String(threads) };
  const child = spawn('python3', [SCRIPT, peer], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    return done ? { missing: true } : JSON.parse(value);
  };
  const { missing, version } = await read();
  if (missing) return undefined;
  const ask = async (line) => {
    child.stdin.write(`${line}\n`);
    return read();
  };
  return {
    name: peer, version,
    /** Begins a task; the function that comes back runs it once. */
    begin: (task) => {
      child.stdin.write(`${JSON.stringify(task)}\n`);
      return () => ask('run');
    },
    /** Ends the task: the output lies in its file then. */
    end: () => ask('end'),
    close: async () => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
