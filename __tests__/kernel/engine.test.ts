import { saidConventions } from '../said.js';
import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import type { DType } from '../../src/core/tensor.js';
import type { StageName, Trace } from '../../src/core/trace.js';
import { attendFast } from '../../src/kernel/engine.js';
import { apart, filled, largest, normals, stream } from './numbers.js';

const WANTED: readonly StageName[] = ['output', 'lse'];

async function fast(problem: Problem): Promise<Trace> {
  const result = await attendFast(problem, { wanted: WANTED, threads: 1 });
  if ('refused' in result) throw new Error(`refused: ${result.refused.code}`);
  return result.trace;
}

const of = (trace: Trace, name: StageName): Float64Array => trace.stages.get(name)!.tensor.data;

/** 4 roundings of the largest |v| (float32; its smallest number is 2^-149), 1e-13 of it (float64). */
async function expectSame(problem: Problem): Promise<void> {
  const reference = attend(problem);
  const trace = await fast(problem);
  const v = largest((problem.v ?? problem.k)!.data);
  const tolerance = problem.v!.dtype === 'float32' ? 4 * 2 ** -24 : 1e-13;
  expect(apart(of(trace, 'output'), of(reference, 'output'))).toBeLessThanOrEqual(Math.max(tolerance * v, 2 ** -149));
  const lse = of(reference, 'lse');
  expect(apart(of(trace, 'lse'), lse)).toBeLessThanOrEqual(tolerance * Math.max(1, largest(lse)));
  expect(trace.stages.get('output')!.tensor.shape).toEqual(reference.stages.get('output')!.tensor.shape);
  expect(trace.conventions.filter(({ name }) => name !== 'arithmetic')).toEqual(reference.conventions);
  expect(trace.warnings).toEqual(reference.warnings);
}

/** Sizes on both sides of every tile: 4 queries, 48 queries, 4 or 8 keys and columns, 64 keys. */
const sizes = fc.record({
  nQ: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 46, max: 51 })),
  nK: fc.oneof(
    fc.integer({ min: 1, max: 10 }),
    fc.integer({ min: 62, max: 67 }),
    fc.integer({ min: 126, max: 131 }),
    fc.integer({ min: 256, max: 270 }),
  ),
  dK: fc.integer({ min: 1, max: 9 }),
  dV: fc.integer({ min: 1, max: 17 }),
  batch: fc.integer({ min: 1, max: 2 }),
  groups: fc.integer({ min: 1, max: 2 }),
  kvHeads: fc.integer({ min: 1, max: 2 }),
});

const options = fc.record({
  causal: fc.constantFrom(undefined, 'top-left', 'bottom-right', 'offset'),
  window: fc.constantFrom(undefined, [0, 0], [3, -1], [-1, 2], [5, 70]),
  softcap: fc.constantFrom(undefined, 2, 30),
  alibi: fc.constantFrom(undefined, true),
  sink: fc.constantFrom(undefined, 0.5, -3),
  temperature: fc.constantFrom(undefined, 0.5, 3),
  scale: fc.constantFrom(undefined, 0, -1, 1e-6, 1, 30, 1000),
  emptyRows: fc.constantFrom(undefined, 'zero', 'nan', 'uniform'),
  mask: fc.constantFrom(undefined, 'full', 'rows', 'heads', 'keys', 'expression'),
  bias: fc.constantFrom(undefined, 'full', 'keys', 'expression'),
  lengths: fc.boolean(),
  hide: fc.constantFrom(undefined, [0]),
  rope: fc.constantFrom(undefined, undefined, 'half'),
});

it('attendFast equals the reference over every option and on both sides of every tile', async () => {
  await fc.assert(
    fc.asyncProperty(
      sizes,
      options,
      fc.constantFrom<DType>('float32', 'float64'),
      fc.integer(),
      async (size, option, dtype, seed) => {
        const { nQ, nK, dV, batch, groups, kvHeads } = size;
        const dK = option.rope ? 2 * size.dK : size.dK;
        const heads = groups * kvHeads;
        const normal = normals(seed);
        const next = stream(seed + 1);
        const yes = (share: number) => () => (next() < share ? 1 : 0);
        const masks = {
          full: () => filled([batch, heads, nQ, nK], 'bool', yes(0.5)),
          rows: () => filled([nQ, nK], 'bool', yes(0.2)),
          heads: () => filled([heads, 1, nK], 'bool', yes(0.5)),
          keys: () => filled([nK], 'bool', yes(0.7)),
          expression: () => ({
            text: '(i + j + h) % 3',
            at: (i: number, j: number, h: number) => ((i + j + h) % 3 === 0 ? 0 : 1),
          }),
        };
        const biases = {
          full: () => filled([heads, nQ, nK], dtype, () => (next() < 0.1 ? -Infinity : normal())),
          keys: () => filled([nQ, 1], dtype, normal),
          expression: () => ({ text: 'i/8 - j/16', at: (i: number, j: number) => i / 8 - j / 16 }),
        };
        const { mask, bias, lengths, ...plain } = option;
        const problem = Object.fromEntries(
          Object.entries({
            ...plain,
            q: filled([batch, heads, nQ, dK], dtype, normal),
            k: filled([batch, kvHeads, nK, dK], dtype, normal),
            v: filled([batch, kvHeads, nK, dV], dtype, normal),
            mask: mask && masks[mask as keyof typeof masks](),
            bias: bias && biases[bias as keyof typeof biases](),
            keyLengths: lengths ? filled([batch], 'int32', () => Math.floor(next() * (nK + 1))) : undefined,
          }).filter(([, value]) => value !== undefined),
        ) as unknown as Problem;
        await expectSame(problem);
      },
    ),
    { numRuns: 150 },
  );
});

it('attendFast says what it computed with', async () => {
  const arithmetic = async (dtype: DType, nK: number): Promise<string | undefined> => {
    const [q, k] = [filled([2, 2], dtype, normals(1)), filled([nK, 2], dtype, normals(2))];
    return saidConventions(await fast({ q, k, v: k })).find(({ name }) => name === 'arithmetic')?.value;
  };
  expect(await arithmetic('float64', 300)).toBe('float64, in tiles');
  expect(await arithmetic('float32', 300)).toBe('float32, in tiles; float64 for queries where that is too coarse');
  expect(await arithmetic('float32', 30)).toBe('float64, in tiles');
});

describe('float32 knows when it is too coarse', () => {
  const shape = (n: number, d: number): readonly number[] => [n, d];
  it.each([
    ['logits that are all alike', 1e-6],
    ['usual logits', 1],
    ['large logits', 30],
    ['logits that decide everything', 3000],
  ])('attendFast stays within 4 roundings for %s', async (_, scale) => {
    const normal = normals(3);
    const [q, k] = [filled(shape(40, 64), 'float32', normal), filled(shape(700, 64), 'float32', normal)];
    for (const v of [normal, () => 1, stream(4), () => 1 + normal() / 1000]) {
      await expectSame({ q, k, v: filled(shape(700, 20), 'float32', v), scale: scale / 8, causal: 'bottom-right' });
    }
  });

  it('attendFast stays within 4 roundings where two keys share all the weight at a large score', async () => {
    const normal = normals(5);
    const q = filled(shape(16, 64), 'float32', () => 1 + normal() / 10);
    const k = filled(shape(300, 64), 'float32', () => normal() / 10);
    for (let m = 0; m < 64; m++) k.data[7 * 64 + m] = k.data[250 * 64 + m] = Math.fround(100 + m / 7);
    k.data[7 * 64] = Math.fround(k.data[7 * 64]! + 0.001);
    await expectSame({ q, k, v: filled(shape(300, 8), 'float32', normal) });
  });

  it('attendFast computes scores that float32 cannot hold', async () => {
    const normal = normals(6);
    const big = (): number => normal() * 1e25;
    await expectSame({
      q: filled(shape(5, 4), 'float32', big),
      k: filled(shape(300, 4), 'float32', big),
      v: filled(shape(300, 3), 'float32', normal),
      scale: 1e-50,
    });
  });

  it.each([1e-40, 1e-30, 1e30])('attendFast keeps its promise for values around %s', async (size) => {
    const normal = normals(7);
    await expectSame({
      q: filled(shape(5, 4), 'float32', normal),
      k: filled(shape(300, 4), 'float32', normal),
      v: filled(shape(300, 3), 'float32', () => normal() * size),
    });
  });
});

describe('what stands behind a mask', () => {
  const normal = normals(11);
  const q = filled([70, 8], 'float32', normal);
  const clean = filled([300, 8], 'float32', normal);
  const spoilt = { ...clean, data: clean.data.map((x, n) => (n >= 200 * 8 ? [NaN, Infinity, -Infinity][n % 3]! : x)) };
  const keyLengths = filled([1], 'int32', () => 200);

  it.each(['k', 'v'] as const)('attendFast lets no NaN or ∞ of padded %s through', async (name) => {
    const problem = { q, k: clean, v: clean, keyLengths };
    const trace = await fast({ ...problem, [name]: spoilt });
    expect(apart(of(trace, 'output'), of(attend(problem), 'output'))).toBeLessThanOrEqual(
      4 * 2 ** -24 * largest(clean.data),
    );
  });

  it.each(['k', 'v'] as const)('attendFast shows NaN and ∞ of %s only where they are not masked', async (name) => {
    const problem = { q, k: clean, v: clean, causal: 'bottom-right' as const, [name]: spoilt };
    const [trace, reference] = [of(await fast(problem), 'output'), of(attend(problem), 'output')];
    const kind = (x: number): number => (Number.isNaN(x) ? NaN : Number.isFinite(x) ? 0 : x);
    expect(trace.map(kind)).toEqual(reference.map(kind));
  });

  it('attendFast takes a bias of −∞ as a mask', async () => {
    await expectSame({
      q,
      k: clean,
      v: clean,
      bias: filled([70, 300], 'float32', () => (normal() < 1.5 ? -Infinity : normal())),
    });
  });
});

it('attendFast gives NaN for a query of NaN and for no other', async () => {
  const normal = normals(12);
  const q = filled([9, 4], 'float32', normal);
  const v = filled([300, 4], 'float32', normal);
  q.data[5 * 4] = NaN;
  const output = of(await fast({ q, k: v, v }), 'output');
  expect([...output].map((x, n) => (Number.isNaN(x) ? Math.floor(n / 4) : -1)).filter((row) => row >= 0)).toEqual([
    5, 5, 5, 5,
  ]);
});

it('attendFast joins fused heads, projects with W_O and keeps the layout of its input', async () => {
  const normal = normals(13);
  const wide = (): Problem => ({
    q: filled([6, 12], 'float64', normal),
    k: filled([9, 12], 'float64', normal),
    v: filled([9, 12], 'float64', normal),
    heads: 3,
  });
  await expectSame(wide());
  await expectSame({ ...wide(), wo: filled([12, 5], 'float64', normal) });
  const blhd = (n: number) => filled([2, n, 3, 4], 'float32', normal);
  await expectSame({ q: blhd(6), k: blhd(9), v: blhd(9), layout: 'blhd' });
});

it('attendFast puts the cache in front of the keys, under RoPE too', async () => {
  const normal = normals(14);
  const make = (n: number) => filled([1, 2, n, 4], 'float64', normal);
  const problem = {
    q: make(3),
    k: make(3),
    v: make(3),
    pastKey: make(70),
    pastValue: make(70),
    causal: 'offset' as const,
  };
  await expectSame(problem);
  await expectSame({ ...problem, rope: 'interleaved' });
});

it('attendFast reads masks as each system does: stacked heads, True for ignored, missing columns', async () => {
  const normal = normals(15);
  const next = stream(16);
  const make = (n: number) => filled([2, 3, n, 4], 'float32', normal);
  const coin = () => (next() < 0.5 ? 1 : 0);
  const problem = { q: make(5), k: make(70), v: make(70) };
  await expectSame({ ...problem, like: 'torch-mha', mask: filled([6, 5, 70], 'bool', coin) });
  await expectSame({ ...problem, like: 'onnx', mask: filled([5, 66], 'bool', coin) });
  await expectSame({ ...problem, like: 'onnx', bias: filled([3, 5, 66], 'float32', normal) });
  await expectSame({ ...problem, maskTrue: 'ignore', mask: filled([2, 1, 5, 70], 'bool', coin), hide: [3, 69] });
});
