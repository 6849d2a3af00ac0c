import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor } from '../../src/core/tensor.js';
import { cells, expectClose, random, stage } from './helpers.js';

// Which key/value head a query head listens to. repeat_interleave (k₀ k₀ k₁ k₁) in PyTorch (enable_gqa), flash-attn, JAX and Keras;
// the ONNX reference once tiled (k₀ k₁ k₀ k₁) and was corrected: https://github.com/onnx/onnx/pull/7274
describe('4 query heads over 2 key/value heads', () => {
  const q = random([1, 4, 3, 2], 1);
  const k = random([1, 2, 3, 2], 2);
  const v = random([1, 2, 3, 2], 3);
  const headOf = (from: typeof k, h: number): number[] => [...from.data.subarray(h * 6, (h + 1) * 6)];
  const expanded = (order: readonly number[]): Problem => ({
    q,
    k: tensor(
      [1, 4, 3, 2],
      order.flatMap((h) => headOf(k, h)),
    ),
    v: tensor(
      [1, 4, 3, 2],
      order.flatMap((h) => headOf(v, h)),
    ),
  });

  it('are shared by neighbours (interleave), not in turn (tile): the two results', () => {
    const grouped = cells({ q, k, v }, 'output');
    expect(grouped).toEqual(cells(expanded([0, 0, 1, 1]), 'output'));
    expect(grouped).not.toEqual(cells(expanded([0, 1, 0, 1]), 'output'));
  });
  it.each(['torch', 'onnx', 'jax', 'flash', 'keras'] as const)('--like %s too', (like) => {
    expect(cells({ q, k, v, like, layout: 'bhld' }, 'output')).toEqual(cells(expanded([0, 0, 1, 1]), 'output'));
  });
  it('the gradient of a shared key is the sum over its heads', () => {
    const grad = random([1, 4, 3, 2], 4);
    const shared = cells({ q, k, v, grad }, 'grad_k');
    const apart = cells({ ...expanded([0, 0, 1, 1]), grad }, 'grad_k');
    expectClose(
      shared,
      shared.map((_, at) => (at < 6 ? apart[at]! + apart[at + 6]! : apart[at + 6]! + apart[at + 12]!)),
    );
  });
  it('one slope, sink and mask a query head, not a key head', () => {
    const trace = attend({ q, k, v, sink: tensor([4], [0, 1, 2, 3]), alibi: tensor([4], [0, 1, 2, 3]) });
    expect(stage(trace, 'weights').shape).toEqual([1, 4, 3, 3]);
    expect(() => attend({ q, k, v, sink: tensor([2], [0, 1]) })).toThrow('sinks-count {"found":2,"expected":4}');
  });
  it('is said among the conventions', () => {
    expect(attend({ q, k, v }).conventions).toContainEqual({
      name: 'kv_heads',
      value: { code: 'heads-share-keys', queryHeads: 2 },
      standard: false,
    });
  });
});

describe('numbers of heads that do not fit', () => {
  const three = random([3, 12], 1);
  it('query heads are a multiple of key heads', () => {
    expect(() => attend({ q: random([1, 4, 2, 2], 1), k: random([1, 3, 2, 2], 2) })).toThrow('key-heads');
  });
  it('--kv-heads without --heads is refused where the heads stand side by side', () => {
    expect(() => attend({ q: three, kvHeads: 2 })).toThrow('kv-heads-without-heads');
  });
  it('--heads beside four axes is checked, K by --kv-heads alone', () => {
    const problem: Problem = { q: random([1, 4, 2, 2], 1), k: random([1, 2, 2, 2], 2), v: random([1, 2, 2, 2], 3) };
    expect(cells({ ...problem, heads: 4 }, 'output')).toEqual(cells(problem, 'output'));
    expect(cells({ ...problem, heads: 4, kvHeads: 2 }, 'output')).toEqual(cells(problem, 'output'));
    expect(() => attend({ ...problem, heads: 2 })).toThrow('heads-differ {"name":"Q","found":4,"expected":2');
    expect(() => attend({ ...problem, kvHeads: 4 })).toThrow('heads-differ {"name":"K","found":2,"expected":4');
  });
  it.each([[[0, 2, 3, 4]], [[2, 0, 3, 4]], [[2, 2, 0, 4]], [[2, 2, 3, 0]]])(
    '%p: an empty axis gives an empty or a zero result',
    (shape) => {
      const empty = tensor(shape, []);
      const trace = attend({ q: empty, causal: true, grad: empty, alibi: true });
      expect(stage(trace, 'output').shape).toEqual(shape);
      expect(stage(trace, 'grad_k').shape).toEqual(shape);
      expect(stage(trace, 'lse').shape).toEqual(shape.slice(0, 3));
    },
  );
});
