import { attend } from '../../src/core/attend.js';
import { generator } from '../../src/core/random.js';
import type { Problem } from '../../src/core/problem.js';
import { matrix, tensor, type Tensor } from '../../src/core/tensor.js';

function random(shape: readonly number[], seed: number): Tensor {
  const { normal } = generator(seed);
  return tensor(shape, Array.from({ length: shape.reduce((a, b) => a * b, 1) }, normal));
}

const numbers = (problem: Problem, stage: 'weights' | 'output' | 'scores' = 'weights'): number[] => [
  ...attend(Object.freeze(problem)).stages.get(stage)!.tensor.data,
];
const Q = random([3, 4], 1);
const K = random([3, 2], 2);
const W = random([6, 5], 3);

it('W of additive attention that is stored the other way round is taken so', () => {
  const turned = tensor(
    [5, 6],
    Array.from({ length: 30 }, (_, at) => W.data[(at % 6) * 5 + Math.floor(at / 6)]!),
  );
  const problem: Problem = { q: Q, k: K, v: K, similarity: 'additive' };
  expect(numbers({ ...problem, wScore: turned }, 'scores')).toEqual(numbers({ ...problem, wScore: W }, 'scores'));
});

it('additive attention without W says which of its parts does not fit', () => {
  const refused = (more: Partial<Problem>) => () => attend({ q: Q, k: K, v: K, similarity: 'additive', ...more });
  const saying = (fault: object): Error => expect.objectContaining({ faults: [fault] }) as Error;
  expect(refused({})).toThrow(saying({ code: 'additive-sizes', dQ: 4, dK: 2 }));
  expect(refused({ vScore: random([4], 5) })).toThrow(saying({ code: 'additive-sizes', dQ: 4, dK: 2 }));
  expect(refused({ vScore: random([3], 5) })).toThrow(saying({ code: 'v-score-size', found: 3, expected: 4 }));
});

it('a sink given as a list of one is the sink of every head', () => {
  const problem: Problem = { q: random([2, 3, 4], 1), k: random([2, 3, 4], 2), v: random([2, 3, 4], 3) };
  expect(numbers({ ...problem, sink: tensor([1], [0.5]) })).toEqual(numbers({ ...problem, sink: 0.5 }));
});

describe('a score that is NaN', () => {
  const problem: Problem = {
    q: matrix([[1, 1]]),
    k: matrix([
      [1, 2],
      [NaN, 0],
      [3, 1],
    ]),
    v: matrix([[1], [2], [3]]),
  };

  it.each(['hardmax', 'sparsemax'] as const)('makes a row of %s NaN where it may look', (normalizer) => {
    expect(numbers({ ...problem, normalizer })).toEqual([NaN, NaN, NaN]);
    expect(numbers({ ...problem, normalizer, mask: matrix([[0, 1, 1]]) })).toEqual([0, NaN, NaN]);
  });

  it.each(['hardmax', 'sparsemax', 'sigmoid'] as const)('behind the mask changes nothing of %s', (normalizer) => {
    const [first, hidden, last] = numbers({ ...problem, normalizer, mask: matrix([[1, 0, 1]]) });
    expect([hidden, first! <= last!]).toEqual([0, true]);
  });
});

it('sigmoid has the gradient of a difference quotient, and none behind the mask', () => {
  const grad = matrix([[1]]);
  const problem = (x: number): Problem => ({
    q: matrix([[x]]),
    k: matrix([[1], [2]]),
    v: matrix([[3], [5]]),
    scale: 1,
    normalizer: 'sigmoid',
    mask: matrix([[1, 0]]),
  });
  const out = (x: number): number => numbers(problem(x), 'output')[0]!;
  const [found] = attend({ ...problem(0.7), grad }).stages.get('grad_q')!.tensor.data;
  expect(found).toBeCloseTo((out(0.7 + 1e-6) - out(0.7 - 1e-6)) / 2e-6, 8);
});
