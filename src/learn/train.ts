import type { Language } from '../show/index.js';
import { builtIn } from './built-in.js';
import type { Example } from './example.js';
import { newModel, type Model } from './model.js';
import { questions, vocabulary } from './question.js';
import { reportOf, type Report } from './report.js';
import { training, type Progress } from './training.js';
import { weightsOf } from './weights.js';
import { usageError } from './facts.js';

/** What `train` can be told; everything may be left out. */
export interface TrainOptions {
  /** Sentences with the word that is asked about and what it refers to; by default the built-in ones of `lang`. */
  readonly examples?: readonly Example[];
  readonly lang?: Language;
  readonly layers?: number;
  readonly heads?: number;
  /** Numbers per word, a multiple of `heads`. */
  readonly dim?: number;
  /** How often all sentences are gone through. */
  readonly epochs?: number;
  readonly seed?: number;
  /** Is told after every few sentences how far it is. */
  readonly progress?: (progress: Progress) => void;
}

/** What a training has when nothing else is asked for. */
export const STANDARD = { layers: 2, heads: 1, dim: 32, epochs: 20, seed: 42 } as const;
/** Minimum number of positions of a model, so that sentences may be longer than those it learned from. */
export const PLACES = 32;

/**
 * Trains a small Transformer of attention alone to find what a word refers to, as `attn train` does. The same options give the
 * same weights to the bit. The standard training takes some seconds, in which nothing else runs.
 *
 * @returns the trained model, and what it does before and after
 * @throws AttnError (usage) when there is nothing to learn from, or `heads` do not divide `dim`
 * @example
 * const { report } = train({ layers: 1, dim: 4, epochs: 1 });
 * report.losses.length // => 1
 * report.sizes.dim // => 4
 */
export function train(options: TrainOptions = {}): { readonly model: Model; readonly report: Report } {
  const { layers, heads, dim, epochs, seed } = { ...STANDARD, ...options };
  const examples = options.examples ?? builtIn(options.lang ?? 'en');
  const learnFrom = examples.filter(({ heldOut }) => !heldOut);
  if (learnFrom.length === 0) throw usageError({ code: 'no-examples' });
  if (!Number.isInteger(dim / heads)) throw usageError({ code: 'dim-no-multiple-of-heads', dim, heads });
  const words = vocabulary(examples);
  const positions = Math.max(PLACES, ...examples.map(({ tokens }) => 2 * tokens.length));
  const model = newModel({ layers, heads, dim, positions, words: words.length }, words, seed);
  const untrained: Model = { ...model, weights: weightsOf(model.sizes, model.weights.all.slice()) };
  let losses: readonly number[] = [];
  for (const progress of training(model, questions(learnFrom, words), { epochs, seed })) {
    losses = progress.losses;
    options.progress?.(progress);
  }
  return { model, report: reportOf(untrained, model, examples, losses, seed) };
}
