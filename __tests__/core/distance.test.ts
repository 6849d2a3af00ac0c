import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor } from '../../src/core/tensor.js';
import { makeCase } from '../../src/check/case.js';
import { carryOut } from '../../src/check/attempt.js';
import { attn } from '../commands/fake-io.js';
import { cells, expectClose, random } from '../semantics/helpers.js';

describe('--similarity distance', () => {
  it('is the dot product without half of both squared lengths', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const [q, k] = [random([3, 4], seed), random([5, 4], seed + 1)];
        const square = ({ data }: typeof q, row: number): number =>
          data.slice(row * 4, row * 4 + 4).reduce((sum, x) => sum + x * x, 0);
        const dot = cells({ q, k }, 'scores');
        expectClose(
          cells({ q, k, similarity: 'distance' }, 'scores'),
          dot.map((s, at) => s - square(q, Math.floor(at / 5)) / 2 - square(k, at % 5) / 2),
          1e-10,
        );
      }),
    );
  });

  it('gives the weights of the dot product where all keys are equally long', () => {
    const q = random([3, 2], 1);
    const k = tensor([4, 2], [1, 0, 0, 1, Math.SQRT1_2, Math.SQRT1_2, -1, 0]);
    expectClose(cells({ q, k, similarity: 'distance' }, 'weights'), cells({ q, k, scale: 1 }, 'weights'));
  });

  it('is the regression of Nadaraya and Watson with a Gaussian kernel, 1/σ² being the scale', async () => {
    const [x, y, at] = [
      [0, 0.5, 1.3, 2],
      [1, -1, 3, 0.5],
      [0.2, 1.7],
    ];
    const sigma = 0.6;
    const estimate = at.map((point) => {
      const kernel = x.map((known) => Math.exp(-((point - known) ** 2) / (2 * sigma ** 2)));
      return y.reduce((sum, value, n) => sum + kernel[n]! * value, 0) / kernel.reduce((sum, w) => sum + w, 0);
    });
    const { out } = await attn([
      'compute',
      ...['--q', `[${at.join(';')}]`, '--k', `[${x.join(';')}]`, '--v', `[${y.join(';')}]`],
      ...['--similarity', 'distance', '--scale', `1/${sigma}^2`, '--only', 'output', '--json'],
    ]);
    expectClose((JSON.parse(out) as number[][]).flat(), estimate);
  });

  it('says −0 of nobody, and hides a NaN behind a mask', () => {
    const problem: Problem = { q: tensor([1, 1], [2]), k: tensor([2, 1], [2, NaN]), mask: tensor([1, 2], [1, 0]) };
    expect(cells({ ...problem, similarity: 'distance' }, 'weights')).toEqual([1, 0]);
    expect(Object.is(cells({ ...problem, similarity: 'distance' }, 'scores')[0], 0)).toBe(true);
    const { stages } = attend({ ...problem, similarity: 'distance', grad: tensor([1, 1], [1]) });
    expect([...stages.get('grad_k')!.tensor.data, ...stages.get('grad_q')!.tensor.data]).toEqual([0, 0, 0]);
  });

  it('is that of attn check too', () => {
    const made = makeCase({ q: random([2, 3, 4], 1), k: random([1, 5, 4], 2), similarity: 'distance', softcap: 3 });
    expect([...carryOut(made.right).output.data]).toEqual([...made.expected.data]);
  });
});
