// The JavaScript peers, where they are installed: in the folder that ATTN_BENCH_PEERS names (npm install onnxruntime-node
// onnxruntime-web @tensorflow/tfjs @tensorflow/tfjs-backend-wasm), or globally. The same lines go in and out as in peers.py.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { attentionModel } from './onnx-model.mjs';
import { timed } from './statistics.mjs';

const FOLDERS = [process.env.ATTN_BENCH_PEERS, join(dirname(process.execPath), '../lib')].filter(Boolean);

/** Path of a package's entry; undefined if it is not installed. */
function find(name) {
  for (const folder of FOLDERS) {
    try {
      return createRequire(join(resolve(folder), 'package.json')).resolve(name);
    } catch {
      /* not here */
    }
  }
  return undefined;
}

const PEERS = [
  {
    name: 'onnxruntime-node',
    load: (require, threads) => onnx(require('onnxruntime-node'), { intraOpNumThreads: threads, interOpNumThreads: 1 }),
  },
  {
    name: 'onnxruntime-web',
    load: async (require, threads) => {
      const runtime = require('onnxruntime-web');
      runtime.env.wasm.numThreads = threads;
      return onnx(runtime, { executionProviders: ['wasm'] });
    },
  },
  { name: '@tensorflow/tfjs-backend-wasm', load: tensorflow },
];

function versionOf(entry, name) {
  const root = entry.slice(0, entry.lastIndexOf(join('node_modules', name)) + join('node_modules', name).length);
  return createRequire(import.meta.url)(join(root, 'package.json')).version;
}

function answer(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

/** One task of several runs, as in peers.py. */
async function begin({ files, shape, causal, out }, attention) {
  const tensors = await Promise.all(
    files.map(async (file) => {
      const bytes = await readFile(file);
      return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    }),
  );
  return { out, ...(await attention(tensors, shape, causal)) };
}

async function serve() {
  const { name, load } = PEERS.find((one) => one.name.endsWith(process.argv[2]));
  const entry = find(name);
  if (!entry) return answer({ missing: true });
  const attention = await load(createRequire(pathToFileURL(entry)), Number(process.env.OMP_NUM_THREADS));
  answer({ version: versionOf(entry, name) });
  let task;
  let output;
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      if (line.startsWith('{')) {
        task = await begin(JSON.parse(line), attention).catch((error) => ({
          run: () => {
            throw error;
          },
        })); // reported at the first run
      } else if (line === 'run') {
        const { ms, cpu, output: last } = await timed(task.run);
        output = last;
        answer({ ms, cpu });
      } else {
        await writeFile(task.out, task.read(output));
        await task.end();
        answer({ done: true });
      }
    } catch (error) {
      answer({ error: error.message });
    }
  }
  process.exit(0); // their threads would keep it running
}

/** (heads, n, d) → (n, heads, d), or back with the first two exchanged. */
function swap(from, a, b, d) {
  const to = new Float32Array(from.length);
  for (let i = 0; i < a; i++)
    for (let j = 0; j < b; j++) to.set(from.subarray((i * b + j) * d, (i * b + j + 1) * d), (j * a + i) * d);
  return to;
}

function onnx({ InferenceSession, Tensor }, options) {
  return async (tensors, [heads, n, d], causal) => {
    const session = await InferenceSession.create(attentionModel(heads, n, d, causal), options);
    const [query, key, value] = tensors.map(
      (from) => new Tensor('float32', swap(from, heads, n, d), [1, n, heads * d]),
    );
    return {
      run: async () => (await session.run({ query, key, value })).output.data,
      read: (output) => swap(output, n, heads, d),
      end: () => session.release(),
    };
  };
}

async function tensorflow(require, threads) {
  const tf = require('@tensorflow/tfjs');
  const wasm = require('@tensorflow/tfjs-backend-wasm');
  wasm.setThreadsCount(threads);
  wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  await tf.setBackend('wasm');
  return async (tensors, shape, causal) => {
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
  };
}

await serve();
