// The kernel compared with its alternatives: npm run bench -- [--rounds N] [--threads N] [--only TEXT] [--json FILE]
// ATTN_BENCH_PEERS=FOLDER names where the JavaScript peers are installed. Same tensors, same run, in turn. Times are medians;
// ratios are medians of the ratios round by round. Where the machine has other work, the processors' own time (cpu ms, all
// threads) is more reliable than wall-clock time.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installedPeers } from './child.mjs';
import { plainLoop, withMathjs } from './loop.mjs';
import { ours } from './ours.mjs';
import { interleaved, median, ratio, table, timed } from './statistics.mjs';

const CASES = [
  { name: 'h8 n512 d64 float32', heads: 8, n: 512, d: 64, dtype: 'float32', loops: true },
  { name: 'h8 n2048 d64 float32', heads: 8, n: 2048, d: 64, dtype: 'float32' },
  { name: 'h8 n2048 d64 float32 causal', heads: 8, n: 2048, d: 64, dtype: 'float32', causal: true },
  { name: 'h1 n8192 d64 float32', heads: 1, n: 8192, d: 64, dtype: 'float32' },
  { name: 'h8 n2048 d64 float64', heads: 8, n: 2048, d: 64, dtype: 'float64' },
];

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string' },
    threads: { type: 'string' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
});
const rounds = Number(options.rounds ?? 7);
const threads = Number(options.threads ?? availableParallelism());

/** Numbers that look random, normal, the same in every run. */
function normals(count, seed) {
  let state = seed;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  return Float64Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(next() + 2 ** -33)) * Math.cos(2 * Math.PI * next()),
  );
}

const folder = await mkdtemp(join(tmpdir(), 'attn-bench-'));
const engine = await ours(folder);
engine.startWorkers(threads - 1); // the others' threads are running, too
const peers = await installedPeers(threads);
const mathjs = await import('mathjs');
const limit = await engine.multiplyAddLimit();
const report = {
  machine: { cpu: cpus()[0].model, cores: availableParallelism(), node: process.version, threads },
  limit: { gflops_per_thread: Number(limit.gflops.toFixed(1)), relaxed_simd: limit.fused },
  peers: Object.fromEntries([...peers.map(({ name, version }) => [name, version]), ['mathjs', mathjs.version ?? '']]),
  rounds,
  cases: [],
};
console.log(
  `${report.machine.cpu}, ${report.machine.cores} cores, Node ${process.version}; ${threads} threads, ${rounds} rounds`,
);
console.log(
  `multiply-add limit of one thread: ${report.limit.gflops_per_thread} GFLOPS (float32, WebAssembly${limit.fused ? ', fused' : ''})\n`,
);

try {
  for (const one of CASES.filter(({ name }) => !options.only || name.includes(options.only))) await runCase(one);
} finally {
  await Promise.all(peers.map((peer) => peer.close()));
  await engine.stopWorkers();
  await rm(folder, { recursive: true, force: true });
}
if (options.json) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);

async function runCase({ name, heads, n, d, dtype, causal = false, loops = false }) {
  const Numbers = dtype === 'float32' ? Float32Array : Float64Array;
  const shape = [heads, n, d];
  const [q, k, v] = [1, 2, 3].map((seed) => new Numbers(normals(heads * n * d, seed * 7919)));
  const files = ['q', 'k', 'v'].map((letter) => join(folder, letter));
  await Promise.all([q, k, v].map((numbers, at) => writeFile(files[at], numbers)));
  const tensor = (numbers) => ({ shape, data: Float64Array.from(numbers), dtype });
  const problem = { q: tensor(q), k: tensor(k), v: tensor(v), ...(causal && { causal: 'top-left' }) };

  let expected;
  const failures = [];
  const entered = [
    {
      name: 'attn',
      run: async () => {
        const run = await timed(() => engine.attendFast(problem, { wanted: ['output'], threads }));
        expected = run.output.trace.stages.get('output').tensor.data;
        return run;
      },
    },
  ];
  for (const peer of peers) {
    if (!peer.types.includes(dtype)) continue;
    entered.push({
      name: peer.name,
      run: peer.begin({ files, shape, dtype, causal, out: join(folder, peer.name) }),
      end: () => peer.end(),
      cannot: (error) => failures.push({ who: peer.name, error: error.message.split('\n')[0] }),
    });
  }
  if (loops) {
    entered.push({ name: 'a plain loop', run: () => timed(() => plainLoop(q, k, v, heads, n, d, causal)) });
    // One head for all: mathjs needs seconds for each.
    entered.push({
      name: 'mathjs',
      run: async () => {
        const { ms, cpu } = await timed(() => withMathjs(mathjs, q, k, v, 1, n, d));
        return { ms: heads * ms, cpu: heads * cpu };
      },
    });
  }
  const times = await interleaved(entered, rounds);
  const contestants = entered.filter((one) => times.has(one.name));

  const apart = {};
  for (const { name: peer, end } of contestants) {
    if (!end) continue;
    await end();
    const bytes = await readFile(join(folder, peer));
    const theirs = new Numbers(bytes.buffer, bytes.byteOffset, bytes.byteLength / Numbers.BYTES_PER_ELEMENT);
    apart[peer] = theirs.reduce((most, x, at) => Math.max(most, Math.abs(x - expected[at])), 0);
  }

  const work = 4 * heads * n * n * d * (causal ? 0.5 : 1);
  const gflops = (ms) => work / ms / 1e6;
  const rows = contestants.map(({ name: who }) => {
    const runs = times.get(who);
    const [ms, cpu] = [runs.map((run) => run.ms), runs.map((run) => run.cpu)];
    return {
      who,
      ms: median(ms),
      best_ms: Math.min(...ms),
      cpu_ms: median(cpu),
      gflops: gflops(median(ms)),
      times_attn: ratio(times, who, 'attn'),
      ...(apart[who] !== undefined && { difference: apart[who] }),
    };
  });
  report.cases.push({ name, work, rows, ...(failures.length > 0 && { failures }) });
  console.log(name);
  console.log(
    table([
      ['', 'median ms', 'best ms', 'cpu ms', 'GFLOPS', 'best GFLOPS', "× attn's time", 'largest difference'],
      ...rows.map((row) => [
        `  ${row.who}`,
        row.ms.toFixed(1),
        row.best_ms.toFixed(1),
        row.cpu_ms.toFixed(1),
        row.gflops.toFixed(1),
        gflops(row.best_ms).toFixed(1),
        row.times_attn.toFixed(2),
        row.difference?.toExponential(1) ?? '',
      ]),
    ]),
  );
  for (const { who, error } of failures) console.log(`  ${who} cannot: ${error.slice(0, 160)}`);
  console.log();
}
