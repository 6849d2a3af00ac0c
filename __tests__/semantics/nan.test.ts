import { saidWarnings } from '../said.js';
import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import { matrix, tensor, type Tensor } from '../../src/core/tensor.js';
import { bits, cells, expectClose, random } from './helpers.js';

// NaN and ∞ where nobody looks. Multiplying by a weight of 0 lets them through in PyTorch
// (https://github.com/pytorch/pytorch/issues/101967); ONNX asks for the contrary (test_attention_*_nan_robustness).
const poisoned = (from: Tensor, row: number, poison: number): Tensor => {
  const data = from.data.slice();
  data.fill(poison, row * from.shape[1]!, (row + 1) * from.shape[1]!);
  return tensor(from.shape, data);
};
const base: Problem = {
  q: random([3, 4], 1),
  k: random([3, 4], 2),
  v: random([3, 2], 3),
  mask: bits('011/010/001'),
  grad: random([3, 2], 4),
};

describe('a key that nobody may see', () => {
  it.each([NaN, Infinity, -Infinity])('may hold %d: stages and gradients stay as they were', (poison) => {
    for (const similarity of ['dot', 'cosine', 'additive', 'general'] as const) {
      const problem: Problem = { ...base, similarity, ...(similarity === 'general' && { wScore: random([4, 4], 9) }) };
      const dirty = { ...problem, k: poisoned(base.k!, 0, poison), v: poisoned(base.v!, 0, poison) };
      for (const name of ['weights', 'output', 'lse', 'grad_q', 'grad_v'] as const)
        expect(cells(dirty, name)).toEqual(cells(problem, name));
      expect(cells(dirty, 'grad_k').slice(4)).toEqual(cells(problem, 'grad_k').slice(4));
      expect(cells(dirty, 'grad_k').slice(0, 4)).toEqual([0, 0, 0, 0]);
    }
  });
  it('is skipped where 0·NaN gives NaN: the two results', () => {
    const dirty = { ...base, v: poisoned(base.v!, 0, NaN) };
    const weights = cells(dirty, 'weights');
    const multiplied = weights.slice(0, 3).reduce((sum, weight, j) => sum + weight * dirty.v.data[j * 2]!, 0);
    expect(multiplied).toBeNaN();
    expect(cells(dirty, 'output')[0]).not.toBeNaN();
  });
  it('is pointed out, by name', () => {
    const trace = attend({ ...base, v: poisoned(base.v!, 0, NaN), tokens: { key: ['a', 'b', 'c'] } });
    expect(saidWarnings(trace)).toEqual([
      "NaN or ∞ in K or V of 'a' stands behind the mask and changes nothing here; 0·NaN makes it NaN in PyTorch",
    ]);
  });
  it('softcap does not bring it back: −∞ stays −∞ behind the cap', () => {
    const trace = attend({ ...base, softcap: 2, k: poisoned(base.k!, 0, NaN) });
    expect([...trace.stages.get('weights')!.tensor.data].slice(0, 1)).toEqual([0]);
    expect([...trace.stages.get('output')!.tensor.data].every(Number.isFinite)).toBe(true);
  });
});

describe('a query that sees nobody', () => {
  it('may hold NaN: its row is 0, and no gradient of K is touched', () => {
    const problem: Problem = { ...base, mask: bits('000/010/001') };
    const dirty = { ...problem, q: poisoned(base.q!, 0, NaN) };
    expect(cells(dirty, 'output')).toEqual(cells(problem, 'output'));
    expect(cells(dirty, 'grad_k')).toEqual(cells(problem, 'grad_k'));
    expect(cells(dirty, 'grad_q')).toEqual(cells(problem, 'grad_q'));
  });
});

describe('NaN and ∞ that somebody sees', () => {
  it('NaN makes its whole row NaN, and only that', () => {
    const output = cells({ ...base, mask: bits('011/010/001'), k: poisoned(base.k!, 1, NaN) }, 'output');
    expect(output.slice(0, 4).every(Number.isNaN)).toBe(true);
    expect(output.slice(4).every(Number.isFinite)).toBe(true);
  });
  it('a score of −∞ leaves the key out; one of +∞ is ∞ − ∞ = NaN, as in every system', () => {
    const scores = (s: number): number[] =>
      cells({ q: matrix([[1]]), k: matrix([[s], [0]]), v: matrix([[5], [7]]), scale: 1 }, 'output');
    expect(scores(-Infinity)).toEqual([7]);
    expect(scores(Infinity)).toEqual([NaN]);
    expect(cells({ q: matrix([[1]]), k: matrix([[Infinity], [0]]), v: matrix([[5], [7]]), scale: 1 }, 'lse')).toEqual([
      Infinity,
    ]);
  });
  it('V of ∞ behind a weight that is small but not 0 comes through', () => {
    expect(
      cells({ q: matrix([[1]]), k: matrix([[0], [-700]]), v: matrix([[1], [Infinity]]), scale: 1 }, 'output'),
    ).toEqual([Infinity]);
  });
  it('scores of ±1e300 neither overflow nor become NaN', () => {
    expectClose(
      cells({ q: matrix([[1e150]]), k: matrix([[1e150], [-1e150]]), v: matrix([[1], [2]]), scale: 1 }, 'output'),
      [1],
    );
  });
});
