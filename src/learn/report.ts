import type { Example } from './example.js';
import { answer } from './answer.js';
import { largest, measure, rowOf, type Score } from './measure.js';
import type { Model } from './model.js';
import { questions } from './question.js';
import { countOf, type ModelSizes } from './weights.js';

/** A sentence before and after: the asked word's weights in the last layer, the mean over the heads. */
export interface Shown {
  readonly example: Example;
  readonly before: Float64Array;
  readonly after: Float64Array;
}

/** The results of a training. */
export interface Report {
  readonly sizes: ModelSizes;
  /** How many numbers were learned. */
  readonly learned: number;
  readonly seed: number;
  readonly sentences: { readonly train: number; readonly heldOut: number };
  readonly losses: readonly number[];
  /** On the sentences held out, or on those of the training where none are. */
  readonly before: Score;
  readonly train: Score;
  readonly heldOut?: Score;
  /** Pairs of sentences to be judged that differ in one word and in their referent; in how many the largest weight follows. */
  readonly swaps: { readonly pairs: number; readonly moved: number };
  readonly shown: readonly Shown[];
}

const MOST_SHOWN = 4;

/**
 * Compares a model before and after its training.
 *
 * @param untrained the model as it was, with the same vocabulary
 * @param examples at least one to learn from
 */
export function reportOf(
  untrained: Model,
  model: Model,
  examples: readonly Example[],
  losses: readonly number[],
  seed: number,
): Report {
  const { words, sizes } = model;
  const train = examples.filter(({ heldOut }) => !heldOut);
  const heldOut = examples.filter((example) => example.heldOut);
  const judged = heldOut.length > 0 ? heldOut : train;
  const shown = judged.slice(0, MOST_SHOWN);
  const asked = questions(shown, words);
  return {
    sizes,
    seed,
    losses,
    learned: countOf(sizes),
    sentences: { train: train.length, heldOut: heldOut.length },
    before: measure(untrained, questions(judged, words)),
    train: measure(model, questions(train, words)),
    ...(heldOut.length > 0 && { heldOut: measure(model, questions(heldOut, words)) }),
    swaps: swapsIn(model, judged),
    shown: shown.map((example, n) => ({
      example,
      before: rowOf(untrained, asked[n]!),
      after: rowOf(model, asked[n]!),
    })),
  };
}

/** The place of the one word in which two examples differ, when that alone changes what is referred to. */
export function swapBetween(one: Example, other: Example): number | undefined {
  if (one.tokens.length !== other.tokens.length || one.at !== other.at) return undefined;
  if (one.referents.some((place) => other.referents.includes(place))) return undefined;
  const different = one.tokens.flatMap((token, place) => (token === other.tokens[place] ? [] : [place]));
  return different.length === 1 ? different[0] : undefined;
}

/** Neighbours in the list are compared: that is how pairs are written down. */
function swapsIn(model: Model, examples: readonly Example[]): Report['swaps'] {
  const asked = questions(examples, model.words);
  const follows = asked.map((question) =>
    question.referents.includes(largest(rowOf(model, question, answer(model, question)))),
  );
  const pairs = examples.slice(1).flatMap((other, n) => (swapBetween(examples[n]!, other) === undefined ? [] : [n]));
  return { pairs: pairs.length, moved: pairs.filter((n) => follows[n] && follows[n + 1]).length };
}
