import { generator } from '../core/index.js';
import { adam } from './adam.js';
import { answer, answerBackward, type Question } from './answer.js';
import type { Model } from './model.js';
import { randomPlaces } from './question.js';
import { shorten } from './shorten.js';
import { shuffle } from './shuffle.js';
import { weightsOf } from './weights.js';

export interface TrainingSettings {
  readonly epochs: number;
  readonly seed: number;
}

/** Progress, reported after every few sentences. */
export interface Progress {
  /** Of the whole training, 0 to 1. */
  readonly done: number;
  /** Mean loss of every finished epoch. */
  readonly losses: readonly number[];
}

const BATCH = 8;
const RATE = 0.01;
/** A gradient that is longer is clipped to this (Pascanu et al. 2013): without it one seed in ten diverges for a while. */
const LONGEST = 1;
/** Separates the random draws of the training from those of the initial weights. */
const SHUFFLE = 0x5eed_0000;

/**
 * Trains a model in place, on −ln(chance of the referent) alone; no weight of attention is ever a target. Adam, batches of 8,
 * gradients no longer than 1, a rate that falls from 0.01 to 0, the sentences in a new order and at new places in every epoch. At the end, and whenever the
 * caller stops iterating, the model holds the weights of the epoch with the least loss.
 *
 * The same model, questions and settings give the same weights to the bit.
 *
 * @param questions at least one
 */
export function* training(
  model: Model,
  questions: readonly Question[],
  { epochs, seed }: TrainingSettings,
): Generator<Progress, void> {
  const { sizes, weights } = model;
  const random = generator(seed + SHUFFLE);
  const step = adam(weights.all.length);
  const gradient = weightsOf(sizes);
  const batches = Math.ceil(questions.length / BATCH);
  const losses: number[] = [];
  let best = weights.all.slice();
  let least = Infinity;
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = shuffle(questions, random.integer);
      let loss = 0;
      for (let batch = 0; batch < batches; batch++) {
        const part = order.slice(batch * BATCH, (batch + 1) * BATCH);
        gradient.all.fill(0);
        for (const fixed of part) {
          const question = { ...fixed, places: randomPlaces(fixed.ids.length, sizes.positions, random) };
          const given = answer(model, question);
          loss += given.loss;
          answerBackward(model, question, given, gradient);
        }
        shorten(gradient.all, part.length, LONGEST);
        const done = (epoch * batches + batch) / (epochs * batches);
        step(weights.all, gradient.all, RATE * (1 - done));
        if (batch === batches - 1) {
          losses.push(loss / questions.length);
          if (losses.at(-1)! < least) [least, best] = [losses.at(-1)!, weights.all.slice()];
        }
        yield { done: (epoch * batches + batch + 1) / (epochs * batches), losses };
      }
    }
  } finally {
    weights.all.set(best);
  }
}
