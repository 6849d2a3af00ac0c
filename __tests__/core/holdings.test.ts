import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { holdings } from '../../src/core/holdings.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';

const filled = (...shape: number[]): Tensor => {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return tensor(
    shape,
    Float64Array.from({ length: size }, (_, at) => Math.sin(at)),
  );
};

/** What `attend` really kept. */
function kept(problem: Problem): Map<string, number> {
  const { stages, mask } = attend(problem);
  return new Map<string, number>([
    ...[...stages].map(
      ([
        name,
        {
          tensor: { data },
        },
      ]) => [name, data.length] as const,
    ),
    ...(mask ? [['mask', mask.data.length] as const] : []),
  ]);
}

describe('holdings', () => {
  it.each<[string, Problem]>([
    ['one head', { q: filled(3, 4) }],
    ['keys and values of other sizes', { q: filled(3, 4), k: filled(5, 4), v: filled(5, 2) }],
    ['heads apart', { q: filled(2, 3, 4) }],
    ['heads side by side', { q: filled(3, 8), heads: 4 }],
    ['fewer key heads side by side', { q: filled(3, 8), k: filled(5, 4), v: filled(5, 6), heads: 4, kvHeads: 2 }],
    ['a batch, heads side by side', { q: filled(2, 3, 8), heads: 2 }],
    ['four axes, grouped', { q: filled(2, 4, 3, 2), k: filled(2, 2, 5, 2), v: filled(2, 2, 5, 3) }],
    ['(batch, length, heads, size)', { q: filled(2, 3, 4, 2), layout: 'blhd' }],
    ['the layout of --like', { q: filled(2, 3, 4, 2), like: 'flash' }],
    [
      'embeddings',
      { x: filled(3, 4), wq: filled(4, 6), wk: filled(4, 6), wv: filled(4, 2), heads: 2, wo: filled(2, 5) },
    ],
    ['a batch of embeddings', { x: filled(2, 3, 4), wq: filled(4, 4), wk: filled(4, 4), wv: filled(4, 4) }],
    ['a cache', { q: filled(1, 4), pastKey: filled(6, 4), pastValue: filled(6, 4) }],
    [
      'a cache with its heads apart',
      { q: filled(1, 2, 3, 4), pastKey: filled(1, 2, 6, 4), pastValue: filled(1, 2, 6, 4) },
    ],
    [
      'RoPE, softcap, causal, bias',
      { q: filled(3, 4), rope: 'half', softcap: 3, causal: 'top-left', bias: filled(3, 3) },
    ],
    ['a window', { q: filled(3, 4), window: [1, 0] }],
    ['gradients', { q: filled(3, 4), v: filled(3, 2), grad: filled(3, 2) }],
  ])('counts every stage that attend keeps, and no other: %s', (_, problem) => {
    expect(Object.fromEntries(holdings(problem).stages)).toEqual(Object.fromEntries(kept(problem)));
  });

  it('counts right for any sizes', () => {
    const size = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(size, size, size, size, size, size, (batch, groups, keyHeads, nQ, nK, d) => {
        const problem = {
          q: filled(batch, groups * keyHeads, nQ, d),
          k: filled(batch, keyHeads, nK, d),
          v: filled(batch, keyHeads, nK, d + 1),
        };
        const { stages, scores, peak } = holdings(problem);
        expect(Object.fromEntries(stages)).toEqual(Object.fromEntries(kept(problem)));
        expect(scores).toEqual([batch, groups * keyHeads, nQ, nK]);
        expect(peak).toBeGreaterThan([...stages.values()].reduce((sum, numbers) => sum + numbers, 0));
      }),
    );
  });

  it('a problem without a query holds nothing', () => {
    expect(holdings({}).peak).toBe(0);
  });
});
