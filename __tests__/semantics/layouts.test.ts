import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { AttnError } from '../../src/core/error.js';
import type { Layout, Problem } from '../../src/core/problem.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import { expectClose, random, stage } from './helpers.js';

/** Axes moved one number at a time: an independent way to every layout. `order` names the new axes by the old. */
function permuted(from: Tensor, order: readonly number[]): Tensor {
  const shape = order.map((axis) => from.shape[axis]!);
  const strides = from.shape.map((_, axis) => from.shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const data = Array.from({ length: from.data.length }, (_, at) => {
    let rest = at;
    const index = [...shape].reverse().map((length) => {
      const here = rest % length;
      rest = Math.floor(rest / length);
      return here;
    });
    index.reverse();
    return from.data[index.reduce((sum, here, axis) => sum + here * strides[order[axis]!]!, 0)]!;
  });
  return tensor(shape, data);
}

/** (batch, heads, length, size) in the axes of a layout; `h` and `d` are joined where it has an e. */
function laidOut(from: Tensor, layout: Layout): Tensor {
  const [b, h, l, d] = from.shape as [number, number, number, number];
  const reshaped = (t: Tensor, shape: readonly number[]): Tensor => tensor(shape, t.data);
  switch (layout) {
    case 'bhld':
      return from;
    case 'blhd':
      return permuted(from, [0, 2, 1, 3]);
    case 'hld':
      return reshaped(from, [h, l, d]);
    case 'lhd':
      return reshaped(permuted(from, [0, 2, 1, 3]), [l, h, d]);
    case 'ble':
      return reshaped(permuted(from, [0, 2, 1, 3]), [b, l, h * d]);
    case 'lbe':
      return reshaped(permuted(from, [2, 0, 1, 3]), [l, b, h * d]);
  }
}

const one = fc.record({
  layout: fc.constantFrom<Layout>('bhld', 'blhd', 'hld', 'lhd', 'ble', 'lbe'),
  batch: fc.integer({ min: 1, max: 3 }),
  heads: fc.integer({ min: 1, max: 3 }),
  nQ: fc.integer({ min: 1, max: 4 }),
  nK: fc.integer({ min: 1, max: 4 }),
  dK: fc.integer({ min: 1, max: 3 }),
  dV: fc.integer({ min: 1, max: 3 }),
  seed: fc.integer(),
});

describe('a layout says how the axes are read', () => {
  it('every layout gives the numbers of (batch, heads, length, size), in its own form, gradients too', () => {
    fc.assert(
      fc.property(one, ({ layout, batch: b, heads, nQ, nK, dK, dV, seed }) => {
        const batch = layout.includes('b') ? b : 1;
        const q = random([batch, heads, nQ, dK], seed);
        const k = random([batch, heads, nK, dK], seed + 1);
        const v = random([batch, heads, nK, dV], seed + 2);
        const grad = random([batch, heads, nQ, dV], seed + 3);
        const plain = attend({ q, k, v, grad });
        const given = attend({
          q: laidOut(q, layout),
          k: laidOut(k, layout),
          v: laidOut(v, layout),
          grad: laidOut(grad, layout),
          layout,
          ...(layout.endsWith('e') && { heads }),
        });
        expectClose(given.stages.get('weights')!.tensor.data, plain.stages.get('weights')!.tensor.data);
        for (const name of ['output', 'grad_q', 'grad_k', 'grad_v'] as const) {
          const wanted = laidOut(plain.stages.get(name)!.tensor, layout);
          expect(stage(given, name).shape).toEqual(wanted.shape);
          expectClose(stage(given, name).data, wanted.data);
        }
      }),
    );
  });

  it('a cache goes in front in the same layout', () => {
    const of = (n: number, seed: number): Tensor => random([2, 3, n, 2], seed);
    const [q, k, past, v, pastV] = [of(2, 1), of(2, 2), of(3, 3), of(2, 4), of(3, 5)];
    const plain = attend({ q, k, v, pastKey: past, pastValue: pastV });
    for (const layout of ['blhd', 'ble', 'lbe'] as const) {
      const laid = (t: Tensor): Tensor => laidOut(t, layout);
      const asked: Problem = {
        q: laid(q),
        k: laid(k),
        v: laid(v),
        pastKey: laid(past),
        pastValue: laid(pastV),
        layout,
      };
      const given = attend({ ...asked, ...(layout !== 'blhd' && { heads: 3 }) });
      expectClose(stage(given, 'output').data, laid(plain.stages.get('output')!.tensor).data);
    }
  });

  it('embeddings of (length, batch, size) go in and come out so', () => {
    const x = random([2, 4, 3], 1);
    const weights = { wq: random([3, 4], 2), wk: random([3, 4], 3), wv: random([3, 4], 4), heads: 2 };
    const plain = attend({ x, ...weights });
    const given = attend({ x: permuted(x, [1, 0, 2]), ...weights, layout: 'lbe' });
    expect(stage(given, 'output').shape).toEqual([4, 2, 4]);
    expectClose(stage(given, 'output').data, permuted(stage(plain, 'output'), [1, 0, 2]).data);
    expectClose(stage(given, 'x').data, permuted(x, [1, 0, 2]).data);
  });
});

describe('three axes as the systems have them', () => {
  const q = random([5, 2, 4], 7);
  const layoutOf = (problem: Problem): unknown =>
    attend(problem).conventions.find(({ name }) => name === 'layout')!.value;

  it('nn.MultiheadAttention: (L, N, E); with batch_first (N, L, E)', () => {
    expect(layoutOf({ q, heads: 2, like: 'torch-mha' })).toEqual({
      code: 'axes',
      axes: ['length', 'batch', 'heads×size'],
    });
    expect(layoutOf({ q, heads: 2, like: 'torch-mha', batchFirst: true })).toEqual({
      code: 'axes',
      axes: ['batch', 'length', 'heads×size'],
    });
    expect(attend({ q, heads: 2, like: 'torch-mha' }).sizes).toMatchObject({ batch: 2, nQ: 5, dK: 2 });
  });

  it('jax.nn.dot_product_attention: (T, N, H)', () => {
    expect(attend({ q, like: 'jax' }).sizes).toMatchObject({ batch: 1, heads: 2, nQ: 5, dK: 4 });
    expect(stage(attend({ q, like: 'jax' }), 'output').shape).toEqual([5, 2, 4]);
  });

  it('what is said oneself still wins', () => {
    expect(attend({ q, like: 'torch-mha', layout: 'hld' }).sizes).toMatchObject({ batch: 1, heads: 5, nQ: 2 });
    expect(attend({ q, like: 'jax', layout: 'bhld' }).sizes).toMatchObject({ heads: 5, nQ: 2 });
  });
});

describe('a layout that cannot be', () => {
  const codeOf = (problem: Problem): string => {
    try {
      attend(problem);
    } catch (error) {
      return (error as AttnError).code;
    }
    return 'no error';
  };

  it('three letters for four axes, heads for embeddings, other heads than there are', () => {
    expect(codeOf({ q: random([1, 2, 3, 4], 1), layout: 'lbe' })).toBe('layout-axes');
    const w = random([3, 2], 2);
    expect(codeOf({ x: random([4, 3], 1), wq: w, wk: w, wv: w, layout: 'lhd' })).toBe('x-layout');
    expect(codeOf({ q: random([4, 3, 2], 1), layout: 'lhd', heads: 2 })).toBe('heads-differ');
  });
});
