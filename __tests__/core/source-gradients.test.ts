import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { outward } from '../../src/core/form.js';
import { holdings } from '../../src/core/holdings.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import type { StageName } from '../../src/core/trace.js';
import { attendFast } from '../../src/kernel/engine.js';
import { attn } from '../commands/fake-io.js';
import { expectClose, random } from '../semantics/helpers.js';

const STAGE = {
  x: 'grad_x',
  xKv: 'grad_x_kv',
  wq: 'grad_wq',
  wk: 'grad_wk',
  wv: 'grad_wv',
  wo: 'grad_wo',
  bq: 'grad_bq',
  bk: 'grad_bk',
  bv: 'grad_bv',
  bo: 'grad_bo',
} as const satisfies Partial<Record<keyof Problem, StageName>>;
type Source = keyof typeof STAGE;
const SOURCES = Object.keys(STAGE) as Source[];

const outputOf = (problem: Problem): Tensor => {
  const trace = attend(problem);
  return outward(trace, trace.stages.get('output')!);
};

const gradientOf = (problem: Problem, name: StageName): Tensor => {
  const trace = attend(problem);
  return outward(trace, trace.stages.get(name)!);
};

/** ∂(Σ dO·output)/∂(one number), from both sides of it. */
function slopeOf(problem: Problem, source: Source, at: number): number {
  const step = 1e-5;
  const loss = (by: number): number => {
    const given = problem[source]!;
    const data = given.data.slice();
    data[at]! += by;
    return outputOf({ ...problem, [source]: tensor(given.shape, data) }).data.reduce(
      (sum, x, m) => sum + x * problem.grad!.data[m]!,
      0,
    );
  };
  return (loss(step) - loss(-step)) / (2 * step);
}

function expectSlopes(problem: Problem): void {
  for (const source of SOURCES) {
    const given = problem[source];
    if (!given) continue;
    const found = gradientOf(problem, STAGE[source]);
    expect(found.shape).toEqual(given.shape);
    found.data.forEach((x, at) => {
      const slope = slopeOf(problem, source, at);
      if (Math.abs(x - slope) > 1e-6 * Math.max(1, Math.abs(slope)))
        throw new Error(`${STAGE[source]}[${at}]: ${x}, the difference says ${slope}`);
    });
  }
}

const withGrad = (problem: Problem): Problem => ({ ...problem, grad: random(outputOf(problem).shape, 99) });

describe('gradients of X, W and b', () => {
  it('equal the differences of the output, for any sizes and heads', () => {
    const size = fc.integer({ min: 1, max: 3 });
    const sizes = {
      batch: size,
      nQ: size,
      nK: size,
      dX: size,
      dKv: size,
      group: size,
      kvHeads: size,
      dK: size,
      dV: size,
      dOut: size,
    };
    fc.assert(
      fc.property(fc.record(sizes), fc.boolean(), (s, cross) => {
        const heads = s.group * s.kvHeads;
        const from = cross ? s.dKv : s.dX;
        const problem: Problem = {
          x: random([s.batch, s.nQ, s.dX], 1),
          ...(cross && { xKv: random([s.batch, s.nK, s.dKv], 2) }),
          wq: random([s.dX, heads * s.dK], 3),
          wk: random([from, s.kvHeads * s.dK], 4),
          wv: random([from, s.kvHeads * s.dV], 5),
          wo: random([heads * s.dV, s.dOut], 6),
          bq: random([heads * s.dK], 7),
          bk: random([s.kvHeads * s.dK], 8),
          bv: random([s.kvHeads * s.dV], 9),
          bo: random([s.dOut], 10),
          heads,
          kvHeads: s.kvHeads,
        };
        expectSlopes(withGrad(problem));
      }),
      { numRuns: 25 },
    );
  });

  const X: Problem = {
    x: random([4, 3], 1),
    wq: random([3, 4], 2),
    wk: random([3, 4], 3),
    wv: random([3, 6], 4),
    heads: 2,
  };
  it.each<[string, Problem]>([
    ['causal, RoPE and softcap', { ...X, causal: true, rope: 'half', softcap: 2 }],
    ['norms of q and k', { ...X, qNorm: 'rms', kNorm: 'layernorm' }],
    ['a gate before W_O', { ...X, gate: random([4, 2], 5), wo: random([6, 2], 6) }],
    ['a cache', { ...X, pastKey: random([2, 2, 2], 7), pastValue: random([2, 2, 3], 8), causal: true }],
    ['query lengths and b_O', { ...X, wo: random([6, 2], 6), bo: random([2], 7), queryLengths: tensor([], [2]) }],
    ['differential heads', { ...X, wo: random([6, 2], 6), differential: 0.4 }],
    ['length first', { ...X, x: random([3, 2, 3], 9), layout: 'lbe' }],
    [
      'Q, K and V with W_O alone',
      { q: random([3, 4], 1), k: random([5, 4], 2), v: random([5, 4], 3), heads: 2, wo: random([4, 3], 4) },
    ],
  ])('go through %s', (_, problem) => expectSlopes(withGrad(problem)));

  it('of W_Q for one head are Xᵀ·dS·K/√d, written out', () => {
    const [x, wq, wk, wv, grad] = [
      random([3, 2], 1),
      random([2, 2], 2),
      random([2, 2], 3),
      random([2, 2], 4),
      random([3, 2], 5),
    ] as const;
    const rows = (t: Tensor): number[][] =>
      Array.from({ length: t.shape[0]! }, (_, i) => [...t.data.slice(i * t.shape[1]!, (i + 1) * t.shape[1]!)]);
    const times = (a: number[][], b: number[][]): number[][] =>
      a.map((row) => b[0]!.map((_, n) => row.reduce((sum, v, m) => sum + v * b[m]![n]!, 0)));
    const turned = (a: number[][]): number[][] => a[0]!.map((_, n) => a.map((row) => row[n]!));
    const [q, k, v] = [times(rows(x), rows(wq)), times(rows(x), rows(wk)), times(rows(x), rows(wv))] as const;
    const p = times(q, turned(k)).map((row) => {
      const powers = row.map((s) => Math.exp(s / Math.SQRT2));
      return powers.map((e) => e / powers.reduce((a, b) => a + b));
    });
    const dP = times(rows(grad), turned(v));
    const dS = p.map((row, i) => {
      const mean = row.reduce((sum, w, j) => sum + w * dP[i]![j]!, 0);
      return row.map((w, j) => (w * (dP[i]![j]! - mean)) / Math.SQRT2);
    });
    const found = gradientOf({ x, wq, wk, wv, grad }, 'grad_wq');
    expectClose(found.data, times(turned(rows(x)), times(dS, k)).flat());
  });

  it('are there for what was given, and counted in advance', () => {
    const problem = withGrad({ ...X, wo: random([6, 2], 6), bq: random([4], 7) });
    const trace = attend(problem);
    const found = [...trace.stages.keys()].filter((name) => name.startsWith('grad_'));
    expect(found).toEqual([
      'grad_q',
      'grad_k',
      'grad_v',
      'grad_x',
      'grad_wq',
      'grad_wk',
      'grad_wv',
      'grad_wo',
      'grad_bq',
    ]);
    for (const name of found)
      expect(holdings(problem).stages.get(name)).toBe(trace.stages.get(name)!.tensor.data.length);
  });

  it('are computed by the kernel too', async () => {
    const problem = withGrad({ ...X, wo: random([6, 2], 6), bq: random([4], 7), bo: random([2], 8), causal: true });
    const fast = await attendFast(problem, { wanted: ['output', 'grad_x', 'grad_wq'] });
    if (!('trace' in fast)) throw new Error(fast.refused.code);
    for (const name of ['grad_x', 'grad_wq', 'grad_wk', 'grad_wv', 'grad_wo', 'grad_bq', 'grad_bo'] as const)
      expectClose(outward(fast.trace, fast.trace.stages.get(name)!).data, gradientOf(problem, name).data);
  });

  it('of matrices given as (out, in) go back as (out, in), after a result was read back too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'attn-gradients-'));
    const call = [
      'compute',
      '--x',
      '[1 2; 3 4]',
      '--wq',
      '[1 2; 0 1; 1 1]',
      '--wk',
      '[1 0; 0 1; 2 1]',
      '--wv',
      '[1 1; 0 2; 1 3]',
      '--grad',
      '[1 0 1; 0 1 2]',
    ];
    const { out, code } = await attn([...call, '--json']);
    expect(code).toBe(0);
    const result = JSON.parse(out) as { grad_wq: number[][]; wq: number[][]; grad_x: number[][] };
    expect(result.grad_wq).toHaveLength(3);
    expect(result.wq).toHaveLength(2);
    const file = join(folder, 'result.json');
    writeFileSync(file, out);
    expect((await attn(['compute', '--input', file, '--json'])).out).toBe(out);
    const turned = await attn([
      'compute',
      '--x',
      '[1 2; 3 4]',
      '--wq',
      '[1 0 1; 2 1 1]',
      '--wk',
      '[1 0 2; 0 1 1]',
      '--wv',
      '[1 0 1; 1 2 3]',
      '--grad',
      '[1 0 1; 0 1 2]',
      '--json',
    ]);
    const plain = JSON.parse(turned.out) as typeof result;
    expect(plain.grad_wq[0]!.map((_, n) => plain.grad_wq.map((row) => row[n]))).toEqual(result.grad_wq);
    expect(plain.grad_x).toEqual(result.grad_x);
  });

  it('are shown as tables, one for all batch items and heads', async () => {
    const file = [
      '--x',
      '[[[1,2],[3,4]],[[0,1],[1,0]]]',
      '--wq',
      '[1 0; 0 1]',
      '--wk',
      '[1 0; 0 2]',
      '--wv',
      '[1 1; 0 1]',
      '--heads',
      '2',
    ];
    const grad = '[[[1,0],[0,1]],[[1,1],[2,0]]]';
    const { out, code } = await attn([
      'compute',
      ...file,
      '--bq',
      '[1 2]',
      '--grad',
      grad,
      '--batch',
      '2',
      '--head',
      '1',
    ]);
    expect(code).toBe(0);
    expect(out).toContain('grad_wq');
    expect(out).toContain('∂L/∂b_Q');
    const bare = await attn(['compute', ...file, '--bq', '[1 2]', '--grad', grad, '--only', 'grad_bq', '--json']);
    expect(JSON.parse(bare.out)).toHaveLength(2);
  });
});
