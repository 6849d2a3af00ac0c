import { generator } from '../core/index.js';
import { countOf, weightsOf, type ModelSizes, type Weights } from './weights.js';

/** A Transformer that only attends: embeddings, positions, and layers of attention with a residual between them. */
export interface Model {
  readonly sizes: ModelSizes;
  /** The vocabulary, in lower case; a word's place is its row in the embedding. */
  readonly words: readonly string[];
  readonly weights: Weights;
}

/**
 * The name of a word in the vocabulary: `The` and `the` are one word, and so are `didn’t` and `didn't`.
 *
 * @example entry('Didn’t') // => "didn't"
 */
export function entry(token: string): string {
  return token.toLowerCase().replaceAll('’', "'");
}

const SMALL = 0.5;

/**
 * A model that has learned nothing. All numbers are normal draws in the order of the file: embeddings and positions of size
 * 1/2, matrices of size 1/√dim. The identity is added to W_V and W_O of the last layer: what a word attends to arrives as it
 * is, and learning only has to find the weights. Nothing prescribes what they should be.
 *
 * @example newModel({ layers: 2, heads: 1, dim: 32, positions: 32, words: 2 }, ['the', 'cat'], 42)
 */
export function newModel(sizes: ModelSizes, words: readonly string[], seed: number): Model {
  const random = generator(seed);
  const tables = (sizes.words + sizes.positions) * sizes.dim;
  const all = Float64Array.from(
    { length: countOf(sizes) },
    (_, n) => random.normal() * (n < tables ? SMALL : 1 / Math.sqrt(sizes.dim)),
  );
  const weights = weightsOf(sizes, all);
  const { wv, wo } = weights.layers.at(-1)!;
  for (const w of [wv, wo]) for (let m = 0; m < sizes.dim; m++) w[m * sizes.dim + m]! += 1;
  return { sizes, words, weights };
}

/**
 * Extends a model to more words, or longer sentences, than it was made for: what it learned stays, the new rows of
 * the embedding and of the positions are fresh draws.
 */
export function grown(model: Model, words: readonly string[], positions: number, seed: number): Model {
  const known = new Set(model.words);
  const all = [...model.words, ...words.filter((word) => !known.has(word))];
  const sizes = { ...model.sizes, words: all.length, positions: Math.max(positions, model.sizes.positions) };
  const fresh = newModel(sizes, all, seed);
  fresh.weights.embedding.set(model.weights.embedding);
  fresh.weights.position.set(model.weights.position);
  fresh.weights.layers.forEach((layer, at) => {
    for (const name of ['wq', 'wk', 'wv', 'wo'] as const) layer[name].set(model.weights.layers[at]![name]);
  });
  return fresh;
}
