import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { maskReason } from '../../src/core/mask-reason.js';
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
