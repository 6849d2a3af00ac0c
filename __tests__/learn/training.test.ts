import { newModel } from '../../src/learn/model.js';
import { questions, vocabulary } from '../../src/learn/question.js';
import { training } from '../../src/learn/training.js';
import { trained } from './trained.js';

describe('training', () => {
  it('gives the same weights to the bit for the same seed, and others for another', () => {
    expect(trained({ seed: 4 }).model.weights.all).toEqual(trained({ seed: 4 }).model.weights.all);
    expect(trained({ seed: 4 }).model.weights.all).not.toEqual(trained({ seed: 5 }).model.weights.all);
  });

  it('brings the loss down', () => {
    const { losses } = trained({ epochs: 8 });
    expect(losses).toHaveLength(8);
    expect(losses.at(-1)!).toBeLessThan(losses[0]!);
  });

  it('leaves the weights of the best epoch when it is interrupted', () => {
    const { examples } = trained({ epochs: 1 });
    const words = vocabulary(examples);
    const sizes = { layers: 2, heads: 1, dim: 8, positions: 32, words: words.length };
    const whole = newModel(sizes, words, 1);
    const cut = newModel(sizes, words, 1);
    const asked = questions(examples, words);
    let afterTwo: Float64Array | undefined;
    for (const { losses } of training(whole, asked, { epochs: 5, seed: 1 }))
      if (losses.length === 2) afterTwo ??= whole.weights.all.slice();
    let batches = 0;
    for (const { losses } of training(cut, asked, { epochs: 5, seed: 1 }))
      if (losses.length === 2 && ++batches === 3) break;
    expect(cut.weights.all).toEqual(afterTwo);
  });

  it('tells how far it is, from a little to all', () => {
    const { model, examples } = trained();
    const done = [...training(model, questions(examples, model.words), { epochs: 1, seed: 1 })].map(
      (progress) => progress.done,
    );
    expect(done).toHaveLength(15);
    expect(done.at(-1)).toBe(1);
    expect([...done].sort((a, b) => a - b)).toEqual(done);
  });
});
