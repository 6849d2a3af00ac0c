import { builtIn } from '../../src/learn/built-in.js';
import type { Example } from '../../src/learn/example.js';
import { newModel, type Model } from '../../src/learn/model.js';
import { questions, vocabulary } from '../../src/learn/question.js';
import { training } from '../../src/learn/training.js';

/** A small model after a few epochs on a tenth of the sentences: quick to make, and no longer what it was. */
export function trained({ heads = 2, seed = 1, epochs = 2 } = {}): {
  model: Model;
  examples: Example[];
  losses: number[];
} {
  const examples = builtIn('en')
    .filter((_, n) => n % 10 < 2)
    .slice(0, 120);
  const words = vocabulary(examples);
  const model = newModel({ layers: 2, heads, dim: 8, positions: 32, words: words.length }, words, seed);
  const losses: number[] = [];
  for (const progress of training(model, questions(examples, words), { epochs, seed }))
    losses.splice(0, Infinity, ...progress.losses);
  return { model, examples, losses };
}
