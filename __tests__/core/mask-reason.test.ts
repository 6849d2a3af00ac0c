import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { maskReason } from '../../src/core/mask-reason.js';
import type { Problem } from '../../src/core/problem.js';
import { matrix, tensor } from '../../src/core/tensor.js';

describe('maskReason', () => {
  it('blames the bias where the mask allows the cell', () => {
    const trace = attend({
      q: matrix([
        [1, 0],
        [0, 1],
      ]),
      bias: matrix([
        [0, -Infinity],
        [0, 0],
      ]),
      mask: matrix([
        [1, 1],
        [1, 1],
      ]),
    });
    expect(maskReason(trace, 0, 0, 0, 1)).toBe('bias');
    expect(maskReason(trace, 0, 0, 1, 0)).toBeUndefined();
  });

  it('names the first of hidden, padding, causal, window, mask, bias that a loop over all rules finds', () => {
    const bits = (n: number): fc.Arbitrary<number[]> =>
      fc.array(fc.constantFrom(0, 1, 1), { minLength: n, maxLength: n });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        bits(25),
        bits(25),
        fc.boolean(),
        fc.integer({ min: -1, max: 3 }),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: -1, max: 4 }),
        (n, allowed, finite, causal, before, padding, hidden) => {
          const length = Math.max(0, n - padding);
          const q = tensor([n, 1], Array(n).fill(1) as number[]);
          const cells = (from: readonly number[]): number[] => from.slice(0, n * n);
          const trace = attend({
            q,
            mask: tensor([n, n], cells(allowed)),
            bias: tensor(
              [n, n],
              cells(finite).map((one) => (one ? 0 : -Infinity)),
            ),
            causal,
            window: [before, -1],
            keyLengths: tensor([1], [length]),
            ...(hidden >= 0 && { hide: [hidden] }),
          });
          for (let i = 0; i < n; i++) {
            for (let j = 0; j < n; j++) {
              let expected: string | undefined;
              if (finite[i * n + j] === 0) expected = 'bias';
              if (allowed[i * n + j] === 0) expected = 'mask';
              if (before >= 0 && i - j > before) expected = 'window';
              if (causal && j > i) expected = 'causal';
              if (j >= length) expected = 'padding';
              if (j === hidden) expected = 'hidden';
              expect(maskReason(trace, 0, 0, i, j)).toBe(expected);
              expect(trace.mask?.data[i * n + j] ?? 1).toBe(expected === undefined ? 1 : 0);
            }
          }
        },
      ),
    );
  });
});

describe('a score that is −∞ without a mask', () => {
  const q = matrix([[1, 0]]);
  const reasonsOf = (problem: Problem): (string | undefined)[] => {
    const trace = attend(problem);
    return Array.from({ length: trace.sizes.nK }, (_, j) => maskReason(trace, 0, 0, 0, j));
  };
  const k = matrix([
    [1, 0],
    [2, 0],
    [3, 0],
  ]);

  it('is put down to what made it so: score-mod, bias or ALiBi', () => {
    const scoreMod = {
      text: 'where(j > 1, -inf, s)',
      at: (s: number, _: number, j: number) => (j > 1 ? -Infinity : s),
      slope: () => 1,
    };
    expect(reasonsOf({ q, k, scoreMod })).toEqual([undefined, undefined, 'score-mod']);
    expect(reasonsOf({ q, k, scoreMod, bias: matrix([[0, -Infinity, -Infinity]]) })).toEqual([
      undefined,
      'bias',
      'score-mod',
    ]);
    expect(reasonsOf({ q, k, alibi: tensor([1], [1e308]), bias: matrix([[0, 0, -Infinity]]) })).toEqual([
      undefined,
      undefined,
      'bias',
    ]);
    expect(reasonsOf({ q, k, alibi: tensor([1], [1.7e308]) })).toEqual([undefined, undefined, 'alibi']);
  });

  it('is an overflow where the score itself is −∞, from its inputs or by its type; a bias of −∞ is named before', () => {
    const far = matrix([
      [-Infinity, 0],
      [1, 0],
      [-1, 0],
    ]);
    expect(reasonsOf({ q, k: far, bias: matrix([[0, 0, 1]]) })).toEqual(['overflow', undefined, undefined]);
    expect(reasonsOf({ q, k: far, bias: matrix([[-Infinity, 0, 1]]) })).toEqual(['bias', undefined, undefined]);
    const large = matrix([
      [-3e4, 0],
      [1, 0],
    ]);
    expect(reasonsOf({ q: matrix([[8, 0]]), k: large, dtype: 'float16' })).toEqual(['overflow', undefined]);
    expect(reasonsOf({ q, k: large, dtype: 'float16', bias: matrix([[-6e4, 0]]) })).toEqual(['overflow', undefined]);
  });
});
