import { attend } from '../../src/core/attend.js';
import { attendFast } from '../../src/kernel/engine.js';
import { operations, problemOf, type Size } from '../../src/kernel/measure.js';
import { attn, typed } from './fake-io.js';

const SIZE: Size = { heads: 1, n: 256, d: 8, dtype: 'float32', causal: false };

describe('attn bench', () => {
  it('tells figures of every size that follow from its times, in JSON', async () => {
    const { out, code } = await typed('bench --longest 512 --heads 1 --dim 8 --rounds 1 --threads 1 --json');
    expect(code).toBe(0);
    const { schema, limit, results, reference } = JSON.parse(out) as {
      schema: string;
      limit: { gflops: number };
      results: (Size & { ms: number; gflops: number; share: number; growth: number | null })[];
      reference: { ms: number };
    };
    expect(schema).toBe('attn-bench/1');
    expect(results.map(({ n, dtype, causal }) => [n, dtype, causal])).toEqual([
      [256, 'float32', false],
      [512, 'float32', false],
      [512, 'float32', true],
      [512, 'float64', false],
    ]);
    for (const { n, ms, gflops, share, dtype, causal } of results) {
      expect(gflops).toBeCloseTo((4 * n * n * 8 * (causal ? 0.5 : 1)) / ms / 1e6, 9);
      expect(share).toBeCloseTo(gflops / limit.gflops / (dtype === 'float64' ? 0.5 : 1), 9);
    }
    expect(results[1]!.growth).toBeCloseTo(results[1]!.ms / results[0]!.ms, 9);
    expect(results[0]!.growth).toBeNull();
    expect(reference.ms).toBeGreaterThan(0);
  });

  it('tells them as a table, with what a column means', async () => {
    const { out, err } = await typed('bench --longest 256 --heads 1 --dim 8 --rounds 1');
    expect(out.match(/^│ .*│$/gm)).toHaveLength(4);
    expect(out).toContain('of the limit');
    expect(out).toMatch(/limit of a thread: \d+\.\d GFLOPS float32/);
    expect(err).toBe('');
  });

  it('measures what the reference computes too', async () => {
    const problem = problemOf({ ...SIZE, causal: true });
    const fast = await attendFast(problem, { wanted: ['output'], threads: 1 });
    const expected = attend(problem).stages.get('output')!.tensor.data;
    const found = 'trace' in fast ? fast.trace.stages.get('output')!.tensor.data : new Float64Array();
    expect(found.length).toBe(expected.length);
    expected.forEach((x, at) => expect(Math.abs(found[at]! - x)).toBeLessThan(4 * 2 ** -24));
    expect(operations({ ...SIZE, causal: true })).toBe(2 * 256 * 256 * 8);
  });

  it.each([
    ['--longest 100', '--longest  expected a whole number from 256 to 131072, found "100"'],
    ['--threads 0', '--threads  expected a whole number from 1 to 1024, found "0"'],
  ])('refuses %s', async (flags, message) => {
    expect(await attn(['bench', ...flags.split(' ')])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(message),
    });
  });
});
