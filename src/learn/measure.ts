import { answer, type Question } from './answer.js';
import type { Model } from './model.js';

/** The model's results on some questions. */
export interface Score {
  /** Share of the questions answered with the referent. */
  readonly accuracy: number;
  /** Share of the questions in which the referent has the largest weight in the row of the word, in the last layer. */
  readonly attends: number;
}

/** @param questions at least one */
export function measure(model: Model, questions: readonly Question[]): Score {
  let right = 0;
  let attends = 0;
  for (const question of questions) {
    const given = answer(model, question);
    if (question.referents.includes(largest(given.chances))) right++;
    if (question.referents.includes(largest(rowOf(model, question, given)))) attends++;
  }
  return { accuracy: right / questions.length, attends: attends / questions.length };
}

/** The word's row of attention weights in the last layer, the mean over the heads. (n) */
export function rowOf(model: Model, question: Question, given = answer(model, question)): Float64Array {
  const { heads } = model.sizes;
  const { attention, n } = given.passes.at(-1)!; // (heads, 1, n)
  const row = new Float64Array(n);
  for (let h = 0; h < heads; h++) for (let j = 0; j < n; j++) row[j]! += attention[h * n + j]! / heads;
  return row;
}

/**
 * The place of the largest number, the first of equals.
 *
 * @example largest(Float64Array.of(0.2, 0.5, 0.3)) // => 1
 */
export function largest(row: Float64Array): number {
  let best = 0;
  for (let j = 1; j < row.length; j++) if (row[j]! > row[best]!) best = j;
  return best;
}
