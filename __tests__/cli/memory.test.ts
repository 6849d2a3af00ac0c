import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matrix } from '../../src/core/tensor.js';
import { FORMATS } from '../../src/show/formats.js';
import { encodeNpy } from '../../src/files/npy/write.js';
import { ATTN } from './attn.js';

const folder = mkdtempSync(join(tmpdir(), 'attn-memory-'));
afterAll(() => rmSync(folder, { recursive: true }));

function square(n: number): string {
  const file = join(folder, `${n}.npy`);
  writeFileSync(
    file,
    encodeNpy(matrix(Array.from({ length: n }, (_, i) => Array.from({ length: 16 }, (_, j) => Math.sin(i * 16 + j))))),
  );
  return file;
}

/** Counting coverage takes memory of its own. */
const { NODE_V8_COVERAGE, ...WITHOUT_COVERAGE } = process.env;

/** `attn` in a process of its own; its peak of memory, in bytes, comes back too. */
function attn(
  args: readonly string[],
  heapMiB?: number,
): { code: number | null; signal: string | null; bytes: number; err: string; peak: number } {
  const told = join(folder, 'peak');
  // The peak of the process itself: maxRSS of a child begins with what its parent, the worker of the tests, has taken.
  const script =
    'import { existsSync, readFileSync, writeFileSync } from "node:fs"; process.on("exit", () => {' +
    'const own = existsSync("/proc/self/status") && /VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"));' +
    `writeFileSync(${JSON.stringify(told)}, String((own ? Number(own[1]) : process.resourceUsage().maxRSS) * 1024)); });`;
  const report = `data:text/javascript,${encodeURIComponent(script)}`;
  const node = [...(heapMiB === undefined ? [] : [`--max-old-space-size=${heapMiB}`]), '--import', report, ATTN];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...node, ...args], {
    maxBuffer: 2 ** 30,
    env: WITHOUT_COVERAGE,
  });
  const peak = status === null ? NaN : Number(readFileSync(told, 'utf8'));
  return { code: status, signal, bytes: stdout.length, err: stderr.toString(), peak };
}

/** `this needs about 1.3 GB of memory` → 1.3e9 */
function said(err: string): number {
  const [, number, unit] = /needs about ([\d.]+) (MB|GB)/.exec(err)!;
  return Number(number) * (unit === 'GB' ? 1e9 : 1e6);
}

const q700 = square(700);

describe('with little memory', () => {
  it.each([...FORMATS.keys()])('%s is whole, or refused in words: never an abort, never nothing', (format) => {
    const args = [
      'compute',
      '--q',
      q700,
      '--causal',
      '--format',
      format,
      ...(format === 'npy' ? ['--only', 'weights'] : []),
    ];
    for (const heap of [24, 100]) {
      const { code, signal, bytes, err } = attn(args, heap);
      expect([format, heap, signal]).toEqual([format, heap, null]);
      if (code === 0) {
        expect(bytes).toBeGreaterThan(100_000);
      } else {
        expect([code, bytes]).toEqual([1, 0]);
        expect(err).toMatch(
          /^attn: this needs about [\d.]+ [MG]B of memory for its text \(\w+\), and Node\.js leaves \d+ [kM]B for it\n/,
        );
      }
    }
  });

  it('the way out that is named is one', () => {
    const args = ['compute', '--q', q700, '--plain'];
    const { code, err } = attn(args, 100);
    expect(code).toBe(1);
    expect(err).toContain('try: -o result.npz, which needs about ');
    expect(attn(['compute', '--q', q700, '-o', join(folder, 'result.npz')], 100).code).toBe(0);
    const heap = Number(/--max-old-space-size=(\d+)/.exec(err)![1]);
    expect(attn(args, heap)).toMatchObject({ code: 0, signal: null });
  });
});

describe('what is said to be needed', () => {
  it.each<[string, readonly string[]]>([
    ['1000 words', ['--q', square(1000), '-o', 'out.npz']],
    ['2000 words, causal', ['--q', square(2000), '--causal', '-o', 'out.npz']],
    ['2000 words, one stage', ['--q', square(2000), '--softcap', '3', '--only', 'weights', '-o', 'out.npy']],
    ['1000 words as text', ['--q', square(1000), '--only', 'scores', '--format', 'csv', '-o', 'out.csv']],
  ])('is within a factor of two of what is taken: %s', (_, flags) => {
    const args = ['compute', ...flags.map((flag) => (flag.startsWith('out.') ? join(folder, flag) : flag))];
    const needed = said(attn([...args, '--max-memory', '1MB']).err);
    const { code, peak } = attn(args);
    expect(code).toBe(0);
    expect(needed / peak).toBeGreaterThan(0.5);
    expect(needed / peak).toBeLessThan(2);
  });
});
