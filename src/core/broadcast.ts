import { dataError } from './error.js';
import { shapeText, type Tensor } from './tensor.js';

/** The shape of all scores: (batch, heads, n_q, n_k). */
export type ScoreShape = readonly [batch: number, heads: number, nQ: number, nK: number];

/**
 * Reads a tensor of up to four axes as if it had the shape of the scores: axes are matched from the right, and an axis of
 * length 1 serves all (as NumPy does; https://numpy.org/doc/stable/user/basics.broadcasting.html).
 *
 * @returns steps through `tensor.data`: cell (b, h, i, j) stands at b·steps[0] + h·steps[1] + i·steps[2] + j·steps[3]
 * @throws AttnError when an axis fits neither the scores nor 1
 * @example broadcastSteps(matrix([[1, 2]]), [1, 1, 3, 2], 'the bias') // => [0, 0, 0, 1]
 */
export function broadcastSteps(from: Tensor, shape: ScoreShape, name: string): [number, number, number, number] {
  const rank = from.shape.length;
  const steps: [number, number, number, number] = [0, 0, 0, 0];
  let step = 1;
  let fits = rank <= 4;
  for (let back = 1; back <= Math.min(rank, 4); back++) {
    const length = from.shape[rank - back]!;
    if (length === shape[4 - back] && length !== 1) steps[4 - back] = step;
    else if (length !== 1) fits = false;
    step *= length;
  }
  if (fits) return steps;

  const [batch, heads, nQ, nK] = shape;
  const asBatch = rank === 3 && from.shape[0] === batch && from.shape[1] === nQ && from.shape[2] === nK;
  const asKeys = rank === 2 && from.shape[0] === batch && from.shape[1] === nK;
  throw dataError({
    what: 'shapes do not fit',
    detail:
      `${name} is ${rank === 1 ? `a list of ${from.shape[0]}` : shapeText(from.shape)}, the scores are ${shapeText(batch * heads === 1 ? [nQ, nK] : shape)}` +
      (batch * heads === 1 ? '' : ' (batch×heads×n_q×n_k)'),
    fix: asBatch
      ? `three axes are read as (heads, n_q, n_k): reshape it to (${batch}, 1, ${nQ}, ${nK})`
      : asKeys
        ? `one row of keys for each batch item: reshape it to (${batch}, 1, 1, ${nK})`
        : `give ${name} as ${nQ}×${nK}, or with axes of 1 where it is the same for all`,
  });
}
