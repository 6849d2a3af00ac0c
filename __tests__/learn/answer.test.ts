import { answer, answerBackward, type Question } from '../../src/learn/answer.js';
import { newModel } from '../../src/learn/model.js';
import { parameters, weightsOf, type ModelSizes } from '../../src/learn/weights.js';

const WORDS = ['a', 'b', 'c', 'd', 'e'];
const QUESTION: Question = Object.freeze({ ids: [1, 0, 3, 1, 4], places: [0, 2, 3, 5, 6], at: 3, referents: [1] });
const REPEATED: Question = Object.freeze({ ids: [1, 0, 3, 0], places: [1, 2, 3, 4], at: 2, referents: [1, 3] });

describe.each([
  [1, 1],
  [2, 1],
  [2, 2],
  [3, 2],
])('answer with %i layers of %i heads', (layers, heads) => {
  const sizes: ModelSizes = { layers, heads, dim: 4, positions: 7, words: WORDS.length };

  it.each([
    ['one referent', QUESTION],
    ['a referent that appears twice', REPEATED],
  ])('has the gradient of finite differences in every number: %s', (_, question) => {
    const model = newModel(sizes, WORDS, 3);
    const gradient = weightsOf(sizes);
    answerBackward(model, question, answer(model, question), gradient);
    const { all } = model.weights;
    const step = 1e-5;
    let at = 0;
    for (const {
      name,
      shape: [rows, columns],
    } of parameters(sizes)) {
      let touched = 0;
      for (const end = at + rows * columns; at < end; at++) {
        const value = all[at]!;
        all[at] = value + step;
        const above = answer(model, question).loss;
        all[at] = value - step;
        const below = answer(model, question).loss;
        all[at] = value;
        const expected = (above - below) / (2 * step);
        expect({ name, at, off: Math.abs(gradient.all[at]! - expected) < 1e-8 }).toEqual({ name, at, off: true });
        if (Math.abs(expected) > 1e-6) touched++;
      }
      // A test in which nothing depends on a matrix would say nothing of it.
      expect({ name, touched: touched > 0 }).toEqual({ name, touched: true });
    }
  });
});

it('answer gives chances that add up to 1, and the loss −ln of the referents’ share', () => {
  const model = newModel({ layers: 2, heads: 2, dim: 4, positions: 7, words: 5 }, WORDS, 9);
  const { chances, loss } = answer(model, REPEATED);
  expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 14);
  expect(loss).toBeCloseTo(-Math.log(chances[1]! + chances[3]!), 13);
});

it('answerBackward adds to the gradient that is there', () => {
  const sizes = { layers: 2, heads: 1, dim: 4, positions: 7, words: 5 };
  const model = newModel(sizes, WORDS, 9);
  const once = weightsOf(sizes);
  const twice = weightsOf(sizes);
  answerBackward(model, QUESTION, answer(model, QUESTION), once);
  for (let n = 0; n < 2; n++) answerBackward(model, QUESTION, answer(model, QUESTION), twice);
  twice.all.forEach((value, at) => expect(value).toBeCloseTo(2 * once.all[at]!, 12));
});
