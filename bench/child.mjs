import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The possible peers. Each runs in its own process, so that its memory and threads are separate from attn's. */
const COMMANDS = [
  ...['numpy', 'torch'].map((name) => ({
    name,
    command: 'python3',
    args: [script('peers.py'), name],
    types: ['float32', 'float64'],
  })),
  ...['onnxruntime-node', 'onnxruntime-web', 'tfjs-backend-wasm'].map((name) => ({
    name,
    command: process.execPath,
    args: [script('peers.mjs'), name],
    types: ['float32'],
  })),
];

/** All peers that are installed. */
export async function installedPeers(threads) {
  return (await Promise.all(COMMANDS.map((one) => child(one, threads)))).filter((peer) => peer !== undefined);
}

/** A peer, kept running so that its start is not measured; undefined where it is not installed. */
async function child({ name, command, args, types }, threads) {
  const env = {
    ...process.env,
    OMP_NUM_THREADS: String(threads),
    OPENBLAS_NUM_THREADS: String(threads),
    MKL_NUM_THREADS: String(threads),
  };
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    const message = done ? { missing: true } : JSON.parse(value);
    if (message.error) throw new Error(message.error);
    return message;
  };
  const { missing, version } = await read();
  if (missing) return undefined;
  const ask = async (line) => {
    child.stdin.write(`${line}\n`);
    return read();
  };
  return {
    name,
    version,
    types,
    /** Begins a task; the returned function runs it once. */
    begin: (task) => {
      child.stdin.write(`${JSON.stringify(task)}\n`);
      return () => ask('run');
    },
    /** Ends the task; its output is in the file afterwards. */
    end: () => ask('end'),
    close: async () => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
