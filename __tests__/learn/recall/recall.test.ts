import { generator } from '../../../src/core/random.js';
import { costOf } from '../../../src/learn/recall/cost.js';
import { testLearner, newLearner, readers, recall, trainLearner } from '../../../src/learn/recall/recall.js';
import { ALPHABET, DISTANCES, LENGTH, recallTask } from '../../../src/learn/recall/task.js';

it('recallTask asks for the word of k steps ago', () => {
  const random = generator(3);
  for (const distance of DISTANCES) {
    const { rows, answer } = recallTask(distance, random);
    expect(rows).toHaveLength(LENGTH + 1);
    expect(rows.at(-1 - distance)![0]).toBe(answer);
    expect(rows.at(-1)).toEqual([ALPHABET + LENGTH + distance - 1]);
  }
});

it('readers learn the same number of numbers to within 2 %', () => {
  const counts = readers().map((reader) => newLearner(reader, 1).count);
  expect(Math.max(...counts) / Math.min(...counts)).toBeLessThan(1.02);
});

describe.each(readers().map((reader) => [reader.name, reader] as const))('recall by %s', (_, reader) => {
  it('has the gradient of finite differences, the table of words included', () => {
    const learner = newLearner(reader, 2);
    const task = recallTask(4, generator(8));
    const gradient = new Float64Array(learner.count);
    recall(learner, task, gradient);
    const { weights } = learner;
    const start = weights.slice();
    const step = 1e-5;
    /** How the loss changes along a direction, against what the gradient says. */
    const difference = (direction: (n: number) => number): number => {
      const lossAt = (by: number): number => {
        start.forEach((value, n) => (weights[n] = value + by * direction(n)));
        return recall(learner, task).loss;
      };
      const slope = (lossAt(step) - lossAt(-step)) / (2 * step);
      return Math.abs(slope - gradient.reduce((sum, g, n) => sum + g * direction(n), 0));
    };
    for (let one = 0; one < learner.count; one += 31) expect(difference((n) => Number(n === one))).toBeLessThan(1e-8);
    // Every number at once, with random signs: an error in any of them shows.
    for (const seed of [1, 2, 3, 4, 5]) {
      const random = generator(seed);
      const signs = Array.from({ length: learner.count }, () => (random.uniform() < 0.5 ? -1 : 1));
      expect(difference((n) => signs[n]!)).toBeLessThan(1e-7);
    }
  });

  it('is taught to the same bits by the same seed, and guesses before', () => {
    const [one, two] = [newLearner(reader, 6), newLearner(reader, 6)];
    const before = testLearner(one, 6);
    for (const accuracy of before) expect(accuracy).toBeLessThan(0.3);
    for (const learner of [one, two]) expect([...trainLearner(learner, 3, 6)]).toEqual([1, 2, 3]);
    expect(one.weights).toEqual(two.weights);
    expect(one.weights).not.toEqual(newLearner(reader, 6).weights);
  });
});

it('costOf is that of Vaswani’s table 1: sequential steps n, n and 1; d² a word and d a pair', () => {
  expect(costOf(100, 32)).toEqual({
    n: 100,
    steps: { rnn: 100, lstm: 100, attention: 1 },
    multiplications: { rnn: 204_800, lstm: 819_200, attention: 409_600 + 640_000 },
  });
  const { multiplications } = costOf(64, 32);
  expect(multiplications.attention).toBe(2 * 4 * 64 * 32 * 32);
});
