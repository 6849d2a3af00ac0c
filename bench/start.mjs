// Time until attn answers, compared with an empty Node program: npm run bench:start -- [--rounds N] [--json FILE]
import { performance } from 'node:perf_hooks';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { interleaved, median, ratio, table } from './statistics.mjs';

const { values: options } = parseArgs({ options: { rounds: { type: 'string' }, json: { type: 'string' } } });
const ATTN = fileURLToPath(new URL('../dist/bin/attn.js', import.meta.url));
const FOUR = JSON.stringify({
  q: [
    [1, 0, 1, 0],
    [0, 2, 0, 2],
    [1, 1, 1, 1],
    [0, 1, 0, 1],
  ],
  k: [
    [1, 2, 3, 1],
    [1, 1, 1, 0],
    [0, 0, 1, 1],
    [2, 1, 0, 1],
  ],
  v: [
    [1, 2, 3, 0],
    [2, 8, 0, 1],
    [2, 6, 3, 1],
    [0, 1, 0, 1],
  ],
});

const RUNS = [
  { name: 'node -e 0', words: ['-e', '0'] },
  { name: 'attn --version', words: [ATTN, '--version'], target: 1.3 },
  {
    name: 'attn compute, 4×4 JSON to a table',
    words: [ATTN, 'compute', '--input', '-', '--color', 'never'],
    input: FOUR,
    target: 1.8,
  },
];

const contestants = RUNS.map(({ name, words, input = '' }) => ({
  name,
  run: async () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, words, { input, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
    return { ms: performance.now() - start };
  },
}));

const times = await interleaved(contestants, Number(options.rounds ?? 21));
const milliseconds = (name) => times.get(name).map(({ ms }) => ms);
const rows = RUNS.map(({ name, target }) => ({
  name,
  ms: median(milliseconds(name)),
  best_ms: Math.min(...milliseconds(name)),
  times_node: ratio(times, name, 'node -e 0'),
  ...(target && { target }),
}));
console.log(
  table([
    ['', 'median ms', 'best ms', '× node -e 0', 'at most'],
    ...rows.map(({ name, ms, best_ms: best, times_node: times, target }) => [
      name,
      ms.toFixed(1),
      best.toFixed(1),
      times.toFixed(2),
      target ? target.toFixed(1) : '',
    ]),
  ]),
);
if (options.json) await writeFile(options.json, `${JSON.stringify({ node: process.version, rows }, null, 2)}\n`);
