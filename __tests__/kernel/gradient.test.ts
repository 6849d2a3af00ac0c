import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import type { DType, Tensor } from '../../src/core/tensor.js';
import type { StageName, Trace } from '../../src/core/trace.js';
import { stopWorkers, startWorkers } from '../../src/kernel/pool.js';
import { attendFast } from '../../src/kernel/engine.js';
import { apart, filled, largest, normals, stream } from './numbers.js';

const GRADIENTS = ['grad_q', 'grad_k', 'grad_v'] as const;

async function fast(problem: Problem, threads = 1): Promise<Trace> {
  const result = await attendFast(problem, { wanted: ['output'], threads });
  if ('refused' in result) throw new Error(`refused: ${result.refused.code}`);
  return result.trace;
}

const of = (trace: Trace, name: StageName): Float64Array => trace.stages.get(name)!.tensor.data;

/** The longest row of a tensor. */
function longest({ data, shape }: Tensor): number {
  const d = shape.at(-1)!;
  let most = 0;
  for (let at = 0; at < data.length; at += d) most = Math.max(most, Math.hypot(...data.subarray(at, at + d)));
  return most;
}

/** How large a number of each gradient could be: sums of the sizes of what is added up. */
function reachable(
  { q, k, v, grad, temperature = 1 }: Problem,
  reference: Trace,
): Record<(typeof GRADIENTS)[number], number> {
  const { batch, heads, kvHeads, nQ, nK } = reference.sizes;
  const weights = of(reference, 'weights');
  const columns = new Float64Array(batch * kvHeads * nK);
  weights.forEach((weight, at) => {
    const head = Math.floor(at / (nQ * nK));
    const [b, h] = [Math.floor(head / heads), Math.floor(((head % heads) * kvHeads) / heads)];
    columns[(b * kvHeads + h) * nK + (at % nK)]! += weight;
  });
  const whole = largest(columns);
  const slope = (2 * Math.abs(reference.scale) * longest(grad!) * longest(v!)) / temperature;
  return {
    grad_q: slope * largest(k!.data),
    grad_k: slope * largest(q!.data) * whole,
    grad_v: largest(grad!.data) * whole,
  };
}

/** 8 roundings of what each gradient could be (float32; its smallest number is 2^-149), 1e-13 of it (float64). */
async function expectSame(problem: Problem): Promise<Trace> {
  const reference = attend(problem);
  const trace = await fast(problem);
  const unit = problem.q!.dtype === 'float32' ? 8 * 2 ** -24 : 1e-13;
  const sizes = reachable(problem, reference);
  for (const name of GRADIENTS) {
    const {
      tensor: { shape, dtype },
      ...stage
    } = reference.stages.get(name)!;
    expect(trace.stages.get(name)).toMatchObject({ ...stage, tensor: { shape, dtype } });
    expect(apart(of(trace, name), of(reference, name))).toBeLessThanOrEqual(Math.max(unit * sizes[name], 2 ** -149));
  }
  return trace;
}

afterAll(stopWorkers);

const sizes = fc.record({
  nQ: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 46, max: 51 }), fc.integer({ min: 62, max: 67 })),
  nK: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 62, max: 67 }), fc.integer({ min: 256, max: 270 })),
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
  scale: fc.constantFrom(undefined, 0, -1, 1e-6, 1, 30),
  mask: fc.constantFrom(undefined, 'full', 'rows'),
  bias: fc.constantFrom(undefined, 'full'),
  lengths: fc.boolean(),
  hide: fc.constantFrom(undefined, [0]),
  rope: fc.constantFrom(undefined, undefined, 'half'),
});

it('attendFast gives the gradients of the reference over every option and on both sides of every tile', async () => {
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
        };
        const { mask, bias, lengths, ...plain } = option;
        const problem = Object.fromEntries(
          Object.entries({
            ...plain,
            q: filled([batch, heads, nQ, dK], dtype, normal),
            k: filled([batch, kvHeads, nK, dK], dtype, normal),
            v: filled([batch, kvHeads, nK, dV], dtype, normal),
            grad: filled([batch, heads, nQ, dV], dtype, normal),
            mask: mask && masks[mask as keyof typeof masks](),
            bias: bias && filled([heads, nQ, nK], dtype, () => (next() < 0.1 ? -Infinity : normal())),
            keyLengths: lengths ? filled([batch], 'int32', () => Math.floor(next() * (nK + 1))) : undefined,
          }).filter(([, value]) => value !== undefined),
        ) as unknown as Problem;
        await expectSame(problem);
      },
    ),
    { numRuns: 120 },
  );
});

it.each([
  ['logits that are all alike', 1e-6],
  ['usual logits', 1],
  ['large logits', 30],
  ['logits that decide everything', 3000],
])('attendFast gives the gradients of the reference for %s', async (_, scale) => {
  const normal = normals(3);
  const make = (n: number, d: number, next = normal): Tensor => filled([n, d], 'float32', next);
  const [q, k, grad] = [make(100, 64), make(700, 64), make(100, 20)];
  for (const v of [normal, () => 1, stream(4)]) {
    await expectSame({ q, k, v: make(700, 20, v), grad, scale: scale / 8, causal: 'bottom-right' });
  }
});

it.each([1e-40, 1e-12, 1e12, 1e30])(
  'attendFast gives the gradients of the reference for dO around %s',
  async (size) => {
    const normal = normals(7);
    const make = (n: number, d: number): Tensor => filled([n, d], 'float32', normal);
    await expectSame({
      q: make(5, 4),
      k: make(300, 4),
      v: make(300, 3),
      grad: filled([5, 3], 'float32', () => normal() * size),
    });
  },
);

it('attendFast takes dO in the form of the output: heads side by side, through W_O, in the layout of its input, behind a cache', async () => {
  const normal = normals(13);
  const make = (...shape: number[]): Tensor => filled(shape, 'float64', normal);
  const wide = { q: make(6, 12), k: make(9, 12), v: make(9, 12), heads: 3 };
  await expectSame({ ...wide, grad: make(6, 12) });
  const reference = attend({ ...wide, wo: make(12, 5), grad: make(6, 5) });
  const projected = await fast(reference.problem);
  for (const name of GRADIENTS) expect(apart(of(projected, name), of(reference, name))).toBeLessThan(1e-12);
  const blhd = (n: number): Tensor => filled([2, n, 3, 4], 'float32', normal);
  await expectSame({ q: blhd(6), k: blhd(9), v: blhd(9), grad: blhd(6), layout: 'blhd' });
  await expectSame({
    q: make(1, 2, 3, 4),
    k: make(1, 2, 3, 4),
    v: make(1, 2, 3, 4),
    pastKey: make(1, 2, 70, 4),
    pastValue: make(1, 2, 70, 4),
    grad: make(1, 2, 3, 4),
    rope: 'half',
  });
});

it('attendFast gives gradients of the same bits with one thread, two and three', async () => {
  const normal = normals(17);
  const make = (): Tensor => filled([4, 400, 32], 'float32', normal);
  const problem: Problem = { q: make(), k: make(), v: make(), grad: make(), causal: 'top-left' };
  const results = [];
  for (const threads of [1, 2, 3]) {
    startWorkers(threads - 1);
    const trace = await fast(problem, threads);
    results.push(GRADIENTS.map((name) => of(trace, name)));
  }
  for (const result of results.slice(1)) expect(result).toEqual(results[0]);
});

it('attendFast leaves to the reference what it cannot: numbers that are not finite, queries that see no key and get a share of it', async () => {
  const q = filled([5, 4], 'float64', normals(19));
  const spoilt = { ...q, data: q.data.map((x, at) => (at === 7 ? NaN : x)) };
  const refusedFor = async (problem: Problem): Promise<unknown> =>
    attendFast(problem, { wanted: ['output'], threads: 1 });
  for (const name of ['q', 'k', 'v', 'grad']) {
    expect(await refusedFor({ q, k: q, v: q, grad: q, [name]: spoilt })).toEqual({
      refused: { code: 'kernel-not-finite', of: 'gradients' },
    });
  }
  for (const emptyRows of ['nan', 'uniform'] as const) {
    expect(await refusedFor({ q, k: q, v: q, grad: q, mask: filled([5, 5], 'bool', () => 0), emptyRows })).toEqual({
      refused: { code: 'kernel-empty-rows', emptyRows },
    });
  }
});

it('attendFast refuses dO that is not shaped like the output as the reference does', async () => {
  const q = filled([5, 4], 'float64', normals(20));
  await expect(attendFast({ q, grad: filled([4, 4], 'float64', () => 1) }, { wanted: ['output'] })).rejects.toThrow(
    'grad-shape',
  );
});
