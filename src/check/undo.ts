import { tensor, type Tensor4, unjoinHeads } from '../core/index.js';
import type { Attempt } from './attempt.js';
import { solveRight } from './invert.js';
import { sizesOf } from './mistakes/mistake.js';

/** More columns take too long to solve for. */
const MOST_COLUMNS = 1024;

/**
 * OUT before the output projection: O from Y = O·W_O + b_O, where W_O decides it.
 *
 * @param actual (batch, 1, n_q, d_model) where there is a W_O
 * @returns the attempt without W_O and OUT as (batch, heads, n_q, d_v); undefined where W_O has fewer columns than rows, or dependent ones
 */
export function beforeProjection(attempt: Attempt, actual: Tensor4): { attempt: Attempt; actual: Tensor4 } | undefined {
  const { wo, bo, ...problem } = attempt.problem;
  if (!wo) return { attempt, actual };
  const [rows, columns] = wo.shape as [number, number];
  if (rows > columns || columns > MOST_COLUMNS || attempt.finish || problem.differential !== undefined)
    return undefined;
  if (actual.data.some((x) => !Number.isFinite(x))) return undefined;
  const many = actual.data.length / columns;
  const plain = bo ? actual.data.map((x, at) => x - bo.data[at % columns]!) : actual.data;
  const joined = solveRight(wo.data, rows, columns, plain, many);
  if (!joined) return undefined;
  const { batch, heads, nQ } = sizesOf(attempt);
  return {
    attempt: { ...attempt, problem },
    actual: unjoinHeads(tensor([batch, 1, nQ, rows], joined), heads),
  };
}
