import fc from 'fast-check';
import type { Problem } from '../../src/core/problem.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import { cells, expectClose, random } from './helpers.js';

// A sink: a logit that joins the denominator only. https://github.com/openai/gpt-oss (learned, one a query head),
// https://www.evanmiller.org/attention-is-off-by-one.html (softmax1: a sink of 0), nn.MultiheadAttention add_zero_attn.
const problem: Problem = { q: random([2, 3, 4], 1), k: random([2, 5, 4], 2), v: random([2, 5, 3], 3) };
const sinks = tensor([2], [0.7, -1.5]);

describe('a sink', () => {
  it('is a key with that score and a value of 0, whose column is dropped', () => {
    // One more key that is orthogonal to every query scores 0: add_zero_attn. The bias makes it the sink.
    const zeroRow = (from: Tensor): Tensor => {
      const [heads, n, d] = from.shape as [number, number, number];
      return tensor(
        [heads, n + 1, d],
        Array.from({ length: heads }, (_, h) => [
          ...from.data.subarray(h * n * d, (h + 1) * n * d),
          ...Array<number>(d).fill(0),
        ]).flat(),
      );
    };
    const extra: Problem = {
      ...problem,
      k: zeroRow(problem.k!),
      v: zeroRow(problem.v!),
      bias: { text: '', at: (_i, j, h) => (j === 5 ? sinks.data[h]! : 0) },
    };
    expectClose(cells({ ...problem, sink: sinks }, 'output'), cells(extra, 'output'));
    expectClose(cells({ ...problem, sink: sinks }, 'lse'), cells(extra, 'lse'));
    const without = cells(extra, 'weights').filter((_, at) => at % 6 !== 5);
    expectClose(cells({ ...problem, sink: sinks }, 'weights'), without);
  });
  it('scales the output: O·sigmoid(lse − sink) = O·e^(lse − logaddexp(lse, sink))', () => {
    const plain = cells(problem, 'output');
    const lse = cells(problem, 'lse');
    const logaddexp = (a: number, b: number): number => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
    const sunk = cells({ ...problem, sink: sinks }, 'output');
    const at = (n: number): [number, number] => [lse[Math.floor(n / 3)]!, sinks.data[Math.floor(n / 9)]!];
    expectClose(
      sunk,
      plain.map((x, n) => x / (1 + Math.exp(at(n)[1] - at(n)[0]))),
    );
    expectClose(
      sunk,
      plain.map((x, n) => x * Math.exp(at(n)[0] - logaddexp(...at(n)))),
    );
  });
  it('of −∞ is no sink; of +40 takes nearly everything', () => {
    expectClose(cells({ ...problem, sink: -Infinity }, 'output'), cells(problem, 'output'), 0);
    expect(Math.max(...cells({ ...problem, sink: 40 }, 'output').map(Math.abs))).toBeLessThan(1e-14);
  });
  it('is not scaled, capped, biased, cooled or masked', () => {
    const how: Problem = {
      ...problem,
      sink: 3,
      scale: 0.1,
      softcap: 0.5,
      temperature: 2,
      bias: tensor([], [1]),
      causal: 'top-left',
    };
    const masked = cells(how, 'masked').slice(0, 1)[0]!; // query 1 sees key 1 only
    expectClose(cells(how, 'weights').slice(0, 1), [Math.exp(masked / 2) / (Math.exp(masked / 2) + Math.exp(3))]);
  });
  it('0 is softmax1: rows sum to less than 1, exactly Σe^s / (1 + Σe^s)', () => {
    const sums = cells(problem, 'scaled');
    const weights = cells({ ...problem, sink: 0 }, 'weights');
    for (let row = 0; row < 6; row++) {
      const total = sums.slice(row * 5, row * 5 + 5).reduce((sum, s) => sum + Math.exp(s), 0);
      expectClose([weights.slice(row * 5, row * 5 + 5).reduce((a, b) => a + b)], [total / (1 + total)]);
    }
  });
});

describe('the lse', () => {
  it("is the natural logarithm of Σe^s; FlashInfer's is in base 2, larger by 1/ln 2", () => {
    const scaled = cells(problem, 'scaled');
    const sums = Array.from({ length: 6 }, (_, row) =>
      scaled.slice(row * 5, row * 5 + 5).reduce((sum, s) => sum + Math.exp(s), 0),
    );
    expectClose(cells(problem, 'lse'), sums.map(Math.log));
    expectClose(
      cells(problem, 'lse').map((x) => x / Math.LN2),
      sums.map(Math.log2),
    );
  });
  it('merges two halves of the keys exactly: o = o₁·e^(l₁ − l) + o₂·e^(l₂ − l), l = logaddexp(l₁, l₂)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 }), fc.integer(), fc.boolean(), (cut, seed, causal) => {
        const [q, k, v] = [random([3, 2], seed), random([7, 2], seed + 1), random([7, 2], seed + 2)];
        const mask = { text: '', at: (i: number, j: number) => Number(!causal || j <= i + 2) };
        const part = (from: number, to: number): Problem => ({
          q,
          k: tensor([to - from, 2], k.data.slice(from * 2, to * 2)),
          v: tensor([to - from, 2], v.data.slice(from * 2, to * 2)),
          mask: { text: '', at: (i, j) => mask.at(i, j + from) },
        });
        const halves = [part(0, cut), part(cut, 7)].map((half) => ({
          o: cells(half, 'output'),
          l: cells(half, 'lse'),
        }));
        const whole = { o: cells(part(0, 7), 'output'), l: cells(part(0, 7), 'lse') };
        const merged = whole.o.map((_, at) => {
          const i = Math.floor(at / 2);
          return halves.reduce((sum, { o, l }) => sum + o[at]! * Math.exp(l[i]! - whole.l[i]!), 0);
        });
        expectClose(merged, whole.o, 1e-11);
        expectClose(
          halves[0]!.l.map((l, i) => Math.log(Math.exp(l) + Math.exp(halves[1]!.l[i]!))),
          whole.l,
          1e-11,
        );
      }),
      { numRuns: 30 },
    );
  });
});
