import { saidWarnings } from '../said.js';
import { attn } from '../commands/fake-io.js';
import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import { matrix, tensor } from '../../src/core/tensor.js';
import { bits, cells, expectClose, random } from './helpers.js';

// A query that may see no key. Sources:
//   PyTorch ≥ 2.5 gives 0   https://github.com/pytorch/pytorch/pull/133882
//   nn.MultiheadAttention gives NaN  https://github.com/pytorch/pytorch/issues/41508
//   ONNX gives 0            https://github.com/onnx/onnx/pull/8068
//   JAX and Keras fill with a finite number, so the row is uniform (jax/_src/nn/functions.py, _apply_masks)
//   flash-attn gives 0      https://github.com/Dao-AILab/flash-attention#21-change-behavior-of-causal-flag
const problem: Problem = { q: matrix([[1], [1]]), k: matrix([[1], [2]]), v: matrix([[1], [3]]) };
const nobody = { mask: bits('00/11') };

describe('a query that may see no key', () => {
  it.each([
    ['torch', 0, 0],
    ['onnx', 0, 0],
    ['flash', 0, 0],
    ['torch-mha', NaN, NaN],
    ['jax', 2, 0.5],
    ['keras', 2, 0.5],
  ] as const)('--like %s: output %d, weights %d', (like, output, weight) => {
    const flipped = like === 'torch-mha' ? { mask: bits('11/00') } : nobody;
    const fourAxes = like === 'jax' || like === 'keras' || like === 'flash';
    const given: Problem = fourAxes
      ? {
          q: tensor([1, 2, 1, 1], problem.q!.data),
          k: tensor([1, 2, 1, 1], problem.k!.data),
          v: tensor([1, 2, 1, 1], problem.v!.data),
        }
      : problem;
    expect(cells({ ...given, ...flipped, like }, 'output')[0]).toBe(output);
    expect(cells({ ...given, ...flipped, like }, 'weights').slice(0, 2)).toEqual([weight, weight]);
  });
  it('has an lse of −∞ (FlexAttention since https://github.com/pytorch/pytorch/pull/134650, flash-attn 4)', () => {
    expect(cells({ ...problem, ...nobody }, 'lse')[0]).toBe(-Infinity);
  });
  it('--empty-rows wins over --like', () => {
    expect(cells({ ...problem, ...nobody, like: 'torch', emptyRows: 'nan' }, 'output')[0]).toBeNaN();
    expect(cells({ ...problem, ...nobody, like: 'onnx', emptyRows: 'uniform' }, 'output')[0]).toBe(2);
  });
  it('beside a sink gives 0, and the lse is the sink', () => {
    const trace = attend({ ...problem, ...nobody, sink: -0.25, emptyRows: 'nan' });
    expect(trace.stages.get('output')!.tensor.data[0]).toBe(0);
    expectClose([trace.stages.get('lse')!.tensor.data[0]!], [-0.25]);
  });
  it('under sigmoid, sparsemax and hardmax gives 0 too', () => {
    for (const normalizer of ['sigmoid', 'sparsemax', 'hardmax'] as const) {
      expect(cells({ ...problem, ...nobody, normalizer }, 'output')[0]).toBe(0);
    }
  });
  it('is found by all that masks: −∞ biases, windows, lengths, causal corners, hidden words', () => {
    const ways: Partial<Problem>[] = [
      {
        bias: matrix([
          [-Infinity, -Infinity],
          [0, 0],
        ]),
      },
      { window: [0, -1], causal: 'bottom-right', keyLengths: tensor([], [0]) },
      { hide: [0, 1] },
    ];
    for (const way of ways)
      expect(saidWarnings(attend({ ...problem, ...way })).join()).toContain("no visible keys: 'q1' (row 1)");
  });
  it('sends no gradient anywhere, and a finite dO comes back finite', () => {
    const given: Problem = {
      q: random([3, 2], 1),
      k: random([3, 2], 2),
      v: random([3, 2], 3),
      mask: bits('000/111/111'),
      grad: random([3, 2], 4),
    };
    expect(cells(given, 'grad_q').slice(0, 2)).toEqual([0, 0]);
    for (const name of ['grad_q', 'grad_k', 'grad_v'] as const)
      expect(cells(given, name).every(Number.isFinite)).toBe(true);
  });
  it('is shown in tables with the weights that it got, not with the sign of a masked cell', async () => {
    const table = async (rule: string): Promise<string> =>
      (
        await attn([
          'compute',
          '--q',
          '[[1],[1]]',
          '--k',
          '[[1],[2]]',
          '--v',
          '[[1],[3]]',
          '--mask',
          '[[1,1],[0,0]]',
          '--show',
          'weights',
          '--empty-rows',
          rule,
        ])
      ).out
        .split('\n')
        .find((line) => line.includes('q2'))!;
    expect(await table('uniform')).toMatch(/0\.5.*0\.5/);
    expect(await table('nan')).toMatch(/NaN.*NaN/);
    expect(await table('zero')).toMatch(/·.*·/);
  });
  it('is warned of once: its NaN are no news', () => {
    expect(saidWarnings(attend({ ...problem, ...nobody, emptyRows: 'nan' }))).toEqual([
      "this query has no visible keys: 'q1' (row 1); weights and output are NaN (--empty-rows)",
    ]);
    const joined: Problem = { q: random([2, 4], 1), heads: 2, mask: bits('00/11/11/11', 2), emptyRows: 'nan' };
    expect(saidWarnings(attend(joined))).toEqual([
      "this query has no visible keys: 'q1' (row 1, head 1); weights and output are NaN (--empty-rows)",
    ]);
    expect(saidWarnings(attend({ ...joined, q: tensor([2, 4], [1, 2, 3, 4, 5, 6, NaN, 8]) })).join('\n')).toContain(
      "non-finite output: NaN at 'q2' (row 2), column 3",
    );
  });
  it('no keys at all: zeros, and an lse of −∞', () => {
    const none: Problem = { q: matrix([[1, 2]]), k: tensor([0, 2], []), v: tensor([0, 3], []) };
    expect(cells(none, 'output')).toEqual([0, 0, 0]);
    expect(cells(none, 'lse')).toEqual([-Infinity]);
    expect(cells({ ...none, like: 'jax' }, 'output')).toEqual([0, 0, 0]);
  });
});
