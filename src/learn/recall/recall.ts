import { generator, log } from '../../core/index.js';
import { adam } from '../adam.js';
import { add, softmax } from '../layer.js';
import { shorten } from '../shorten.js';
import { attention } from './attention.js';
import { lstm } from './lstm.js';
import { addProduct, addProductBackward, within, type Reader, type ReaderName } from './reader.js';
import { rnn } from './rnn.js';
import { ALPHABET, DISTANCES, LENGTH, recallTask, ROWS, type Recall } from './task.js';

/** Numbers per word. */
const DIM = 24;
const BATCH = 16;
/** Of 0.001, 0.003, 0.01 and 0.02 the largest with which every reader's training converged; docs/rnn.md has the others. */
const RATE = 0.01;
/** Gradients are clipped to this norm: plain RNNs need it. */
const LONGEST = 1;
export const TESTS = 200;
/** Separates the sentences of the test from those of the training. */
const EXAMINATION = 0x7e57_0000;

/** A reader with its embedding table and the layer that turns its output into a word. */
export interface Learner {
  readonly reader: Reader;
  readonly count: number;
  readonly weights: Float64Array;
}

/** The three readers, with numbers of parameters as equal as whole state sizes allow. */
export function readers(): Reader[] {
  const target = countOf(attention(DIM));
  const nearest = (make: (h: number) => Reader): Reader => {
    const off = (h: number): number => Math.abs(countOf(make(h)) - target);
    let h = 1;
    while (off(h + 1) < off(h)) h++;
    return make(h);
  };
  return [nearest((h) => rnn(DIM, h)), nearest((h) => lstm(DIM, h)), attention(DIM)];
}

/** An untrained learner. */
export function newLearner(reader: Reader, seed: number): Learner {
  const random = generator(seed);
  const count = countOf(reader);
  const weights = new Float64Array(count);
  for (let n = 0; n < ROWS * DIM; n++) weights[n] = random.normal();
  weights.set(reader.start(random), ROWS * DIM);
  for (let n = ROWS * DIM + reader.count; n < count; n++) weights[n] = within(random, 1 / Math.sqrt(reader.size));
  return { reader, count, weights };
}

function countOf(reader: Reader): number {
  return ROWS * DIM + reader.count + reader.size * ALPHABET;
}

/** One task: returns the loss −ln(probability of the right word) and the chosen word; adds to the gradient. */
export function recall(
  { reader, weights }: Learner,
  { rows, answer }: Recall,
  gradient?: Float64Array,
): { loss: number; chosen: number } {
  const parts = (w: Float64Array) => ({
    table: w.subarray(0, ROWS * DIM),
    own: w.subarray(ROWS * DIM, ROWS * DIM + reader.count),
    out: w.subarray(ROWS * DIM + reader.count),
  });
  const { table, own, out } = parts(weights);
  const x = new Float64Array(rows.length * DIM);
  const row = (of: Float64Array, at: number): Float64Array => of.subarray(at * DIM, (at + 1) * DIM);
  rows.forEach((ids, t) => ids.forEach((id) => add(row(x, t), row(table, id))));
  const reading = reader.read(own, x, rows.length);
  const chances = new Float64Array(ALPHABET);
  addProduct(chances, reading.output, out);
  softmax(chances);
  const result = { loss: -log(chances[answer]!), chosen: chances.indexOf(Math.max(...chances)) };
  if (!gradient) return result;
  const g = parts(gradient);
  const dScores = chances.map((chance, word) => chance - (word === answer ? 1 : 0));
  const dOutput = new Float64Array(reader.size);
  addProductBackward(dScores, reading.output, out, dOutput, g.out);
  const dx = reading.back(dOutput, g.own);
  rows.forEach((ids, t) => ids.forEach((id) => add(row(g.table, id), row(dx, t))));
  return result;
}

/**
 * Trains a learner to recall at all distances equally: batches of 16, Adam with a rate that falls from 0.01 to 0. Yields the
 * number of steps taken.
 */
export function* trainLearner(learner: Learner, steps: number, seed: number): Generator<number, void> {
  const random = generator(seed);
  const change = adam(learner.count);
  const gradient = new Float64Array(learner.count);
  for (let step = 0; step < steps; step++) {
    gradient.fill(0);
    for (let n = 0; n < BATCH; n++) recall(learner, recallTask(1 + random.integer(LENGTH), random), gradient);
    shorten(gradient, BATCH, LONGEST);
    change(learner.weights, gradient, RATE * (1 - step / steps));
    yield step + 1;
  }
}

/** Share of right answers at each distance, on 200 tasks each that are the same for all learners of a seed. */
export function testLearner(learner: Learner, seed: number): number[] {
  const random = generator(seed + EXAMINATION);
  return DISTANCES.map((distance) => {
    let right = 0;
    for (let n = 0; n < TESTS; n++) {
      const task = recallTask(distance, random);
      if (recall(learner, task).chosen === task.answer) right++;
    }
    return right / TESTS;
  });
}

/** Accuracy by distance of one kind of reader over several seeds. */
export interface Recalled {
  readonly name: ReaderName;
  readonly count: number;
  /** One list for each seed: share of right answers at each of DISTANCES. */
  readonly accuracy: readonly (readonly number[])[];
}
