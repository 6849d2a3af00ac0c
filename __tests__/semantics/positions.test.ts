import { attend } from '../../src/core/attend.js';
import { alibiSlopes } from '../../src/core/position.js';
import type { Problem } from '../../src/core/problem.js';
import { matrix, tensor, type Tensor } from '../../src/core/tensor.js';
import { cells, expectClose, random } from './helpers.js';

describe('ALiBi slopes', () => {
  it('of a power of two are 2^(−8h/n), as in the paper', () => {
    for (const n of [1, 2, 4, 8, 16, 32])
      expectClose(
        alibiSlopes(n),
        Array.from({ length: n }, (_, h) => 2 ** ((-8 * (h + 1)) / n)),
        1e-15,
      );
  });
  // https://github.com/ofirpress/attention_with_linear_biases/blob/master/fairseq/models/transformer.py, get_slopes
  const theirs = (n: number): number[] => {
    const powerOf2 = (m: number): number[] => {
      const start = 2 ** -(2 ** -(Math.log2(m) - 3));
      return Array.from({ length: m }, (_, i) => start * start ** i);
    };
    if (Number.isInteger(Math.log2(n))) return powerOf2(n);
    const closest = 2 ** Math.floor(Math.log2(n));
    return [
      ...powerOf2(closest),
      ...theirs(2 * closest)
        .filter((_, i) => i % 2 === 0)
        .slice(0, n - closest),
    ];
  };
  it("of other counts are those of the authors' code", () => {
    for (const n of [3, 5, 6, 7, 9, 12, 20, 40]) expectClose(alibiSlopes(n), theirs(n), 1e-12);
  });
  it("six heads: the authors' and the naive rule give two results", () => {
    expect([...alibiSlopes(6)]).toEqual([0.25, 0.0625, 0.015625, 0.00390625, 0.5, 0.125]);
    const naive = Array.from({ length: 6 }, (_, h) => 2 ** ((-8 * (h + 1)) / 6));
    expectClose(naive.slice(0, 3), [0.397, 0.157, 0.0625], 1e-3);
    const problem: Problem = { q: random([6, 3, 2], 1), k: random([6, 3, 2], 2), v: random([6, 3, 2], 3) };
    expect(cells({ ...problem, alibi: true }, 'output')).not.toEqual(
      cells({ ...problem, alibi: tensor([6], naive) }, 'output'),
    );
  });
});

describe('forms of ALiBi', () => {
  const problem: Problem = { q: random([4, 3], 1), k: random([4, 3], 2), v: random([4, 2], 3) };
  const slope = 0.3;
  const form = (bias: (i: number, j: number) => number): Problem => ({ ...problem, bias: { text: 'bias', at: bias } });

  it('−m|i − j|, m·j and m·(j − i) are one behind a causal mask, and are not without it', () => {
    const forms = [form((_i, j) => slope * j), form((i, j) => slope * (j - i))];
    const ours = { ...problem, alibi: tensor([1], [slope]) };
    for (const other of forms) {
      expectClose(cells({ ...other, causal: true }, 'output'), cells({ ...ours, causal: true }, 'output'));
      expect(Math.abs(cells(other, 'output')[0]! - cells(ours, 'output')[0]!)).toBeGreaterThan(1e-3);
    }
  });
  it('flash-attn counts from the bottom right: |i + n_k − n_q − j|', () => {
    const two: Problem = {
      q: random([1, 2, 1, 3], 1),
      k: random([1, 5, 1, 3], 2),
      v: random([1, 5, 1, 3], 3),
      like: 'flash',
    };
    expectClose(
      cells({ ...two, alibi: tensor([1], [slope]) }, 'weights'),
      cells({ ...two, bias: { text: '', at: (i, j) => -slope * Math.abs(i + 3 - j) } }, 'weights'),
    );
  });
});

describe('RoPE', () => {
  const turned = (rope: 'half' | 'interleaved', row: readonly number[], position: number, base = 10000): number[] => {
    const rows = Array.from({ length: position + 1 }, () => row);
    return cells({ q: matrix(rows), rope, ropeBase: base }, 'q_rotated').slice(position * row.length);
  };

  it('half and interleaved turn other pairs: [1, 2, 3, 4] at position 3', () => {
    expectClose(turned('interleaved', [1, 2, 3, 4], 3), [-1.2722, -1.8389, 2.8787, 4.0882], 5e-5);
    expectClose(turned('half', [1, 2, 3, 4], 3), [-1.4134, 1.8791, -2.8289, 4.0582], 5e-5);
  });
  it('half of a row is interleaved of the row dealt out (what converting Llama weights does)', () => {
    const row = [0.3, -1, 2, 0.7, 1.1, -0.4];
    const dealt = [0, 3, 1, 4, 2, 5];
    const half = turned('half', row, 5);
    const interleaved = turned(
      'interleaved',
      dealt.map((at) => row[at]!),
      5,
    );
    expectClose(
      interleaved,
      dealt.map((at) => half[at]!),
    );
  });
  it('is e^(i·position·base^(−2t/d)) on complex pairs', () => {
    const [a, b] = [0.8, -1.7];
    const angle = 7 * 500 ** (-2 / 4);
    expectClose(turned('interleaved', [1, 1, a, b], 7, 500).slice(2), [
      a * Math.cos(angle) - b * Math.sin(angle),
      a * Math.sin(angle) + b * Math.cos(angle),
    ]);
  });
  it('scores know distances only: a shift of all positions changes nothing', () => {
    const q = random([6, 4], 1);
    const scores = cells({ q, k: q, rope: 'half' }, 'scores');
    const later = cells(
      { q, k: q, rope: 'half', pastKey: tensor([0, 4], []), pastValue: tensor([0, 4], []) },
      'scores',
    );
    expectClose(later, scores);
    const shifted = cells(
      { q, k: q, v: q, rope: 'half', pastKey: random([3, 4], 2), pastValue: random([3, 4], 3) },
      'scores',
    );
    expectClose(
      Array.from({ length: 36 }, (_, at) => shifted[Math.floor(at / 6) * 9 + 3 + (at % 6)]!),
      scores,
      1e-11,
    );
  });
  it('part of a row: what stays is given apart by whoever needs it; an odd size is refused', () => {
    expect(() => attend({ q: random([2, 3], 1), rope: 'half' })).toThrow('rope-odd-size {"found":3}');
  });
});

describe('T5', () => {
  it('has no scale: --scale 1 beside the default gives two results', () => {
    const problem: Problem = {
      q: random([3, 4], 1),
      k: random([3, 4], 2),
      v: random([3, 4], 3),
      bias: random([3, 3], 4),
    };
    expectClose(cells({ ...problem, scale: 1 }, 'scaled'), cells(problem, 'scores'), 0);
    expect(cells({ ...problem, scale: 1 }, 'output')).not.toEqual(cells(problem, 'output'));
  });
});

describe('positions and batches', () => {
  it('onnx: a window, ALiBi and RoPE start where the real keys of each batch item leave off', () => {
    const twice = (from: Tensor): Tensor => tensor([2, 1, ...from.shape], [...from.data, ...from.data]);
    const [q, k, v] = [random([2, 4], 1), random([6, 4], 2), random([6, 4], 3)];
    const both = cells(
      {
        q: twice(q),
        k: twice(k),
        v: twice(v),
        like: 'onnx',
        causal: true,
        rope: 'half',
        alibi: true,
        window: [2, 0],
        keyLengths: tensor([2], [6, 4]),
      },
      'output',
    );
    const cut = (from: Tensor): Tensor => tensor([4, 4], from.data.slice(0, 16));
    const alone = (keys: Tensor, values: Tensor): number[] =>
      cells({ q, k: keys, v: values, causal: 'bottom-right', rope: 'half', alibi: true, window: [2, 0] }, 'output');
    expectClose(both, [...alone(k, v), ...alone(cut(k), cut(v))]);
  });
});
