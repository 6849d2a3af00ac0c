// The JavaScript peers, where they are installed: in the folder that ATTN_BENCH_PEERS names (npm install onnxruntime-node
// onnxruntime-web @tensorflow/tfjs @tensorflow/tfjs-backend-wasm), or globally. They run in this process, float32 only.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { attentionModel } from './onnx-model.mjs';
import { timed } from './statistics.mjs';

const FOLDERS = [process.env.ATTN_BENCH_PEERS, join(dirname(process.execPath), '../lib')].filter(Boolean);

/** Where a package's entry lies; undefined where it is not installed. */
function find(name) {
  for (const folder of FOLDERS) {
    try {
      return createRequire(join(resolve(folder), 'package.json')).resolve(name);
    } catch { /* not here */ }
  }
  return undefined;
}

const PEERS = [
  { name: 'onnxruntime-node', load: (require, threads) => onnx(require('onnxruntime-node'), { intraOpNumThreads: threads, interOpNumThreads: 1 }) },
  {
    name: 'onnxruntime-web', load: async (require, threads) => {
      const runtime = require('onnxruntime-web');
      runtime.env.wasm.numThreads = threads;
      return onnx(runtime, { executionProviders: ['wasm'] });
    },
  },
  { name: '@tensorflow/tfjs-backend-wasm', load: tensorflow },
];

/** All that are there, warmed up by nobody yet. */
export async function javascriptPeers(threads) {
  const peers = [];
  for (const { name, load } of PEERS) {
    const entry = find(name);
    if (!entry) continue;
    const require = createRequire(pathToFileURL(entry));
    const { attention, close } = await load(require, threads);
    peers.push(peer(name.replace('@tensorflow/', ''), versionOf(entry, name), attention, close));
  }
  return peers;
}

function versionOf(entry, name) {
  const root = entry.slice(0, entry.lastIndexOf(join('node_modules', name)) + join('node_modules', name).length);
  return createRequire(import.meta.url)(join(root, 'package.json')).version;
}

/** The same face as a Python peer's (python.mjs). */
function peer(name, version, attention, close = () => undefined) {
  let task;
  return {
    name, version, close,
    takes: ({ dtype }) => dtype === 'float32',
    begin: (given) => {
      task = undefined;
      const started = start(given);
      return async () => {
        task ??= await started;
        const run = await timed(task.run);
        task.output = run.output;
        return run;
      };
    },
    end: async () => {
      await writeFile(task.out, task.read(await task.output));
      await task.end?.();
    },
  };
  async function start({ files, shape, causal, out }) {
    const tensors = await Promise.all(files.map(async (file) => {
      const bytes = await readFile(file);
      return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    }));
    return { out, ...await attention(tensors, shape, causal) };
  }
}

/** (heads, n, d) → (n, heads, d), or back with the first two exchanged. */
function swap(from, a, b, d) {
  const to = new Float32Array(from.length);
  for (let i = 0; i < a; i++) for (let j = 0; j < b; j++) to.set(from.subarray((i * b + j) * d, (i * b + j + 1) * d), (j * a + i) * d);
  return to;
}

function onnx({ InferenceSession, Tensor }, options) {
  return {
    attention: async (tensors, [heads, n, d], causal) => {
      const session = await InferenceSession.create(attentionModel(heads, n, d, causal), options);
      const [query, key, value] = tensors.map((from) => new Tensor('float32', swap(from, heads, n, d), [1, n, heads * d]));
      return {
        run: async () => (await session.run({ query, key, value })).output.data,
        read: (output) => swap(output, n, heads, d),
        end: () => session.release(),
      };
    },
  };
}

async function tensorflow(require, threads) {
  const tf = require('@tensorflow/tfjs');
  const wasm = require('@tensorflow/tfjs-backend-wasm');
  wasm.setThreadsCount(threads);
  wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  await tf.setBackend('wasm');
  return {
    attention: async (tensors, shape, causal) => {
      const [q, k, v] = tensors.map((from) => tf.tensor3d(from, shape));
      const [, n, d] = shape;
      const later = causal ? tf.tidy(() => tf.sub(1, tf.linalg.bandPart(tf.ones([n, n]), -1, 0)).mul(-1e30)) : undefined;
      return {
        run: async () => {
          const out = tf.tidy(() => {
            const scores = tf.matMul(q, k, false, true).mul(1 / Math.sqrt(d));
            return tf.matMul(tf.softmax(later ? scores.add(later) : scores), v);
          });
          const data = await out.data();
          out.dispose();
          return data;
        },
        read: (output) => output,
        end: () => [q, k, v, later].forEach((tensor) => tensor?.dispose()),
      };
    },
  };
}
