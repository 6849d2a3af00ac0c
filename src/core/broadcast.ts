import { dataError } from './facts.js';
import type { Shape4, Tensor } from './tensor.js';

/**
 * Reads a tensor of up to four axes as if it had the shape of the scores: axes are matched from the right, and an axis of
 * length 1 serves all (as NumPy does; https://numpy.org/doc/stable/user/basics.broadcasting.html).
 *
 * @returns steps through `tensor.data`: cell (b, h, i, j) stands at b·steps[0] + h·steps[1] + i·steps[2] + j·steps[3]
 * @throws AttnError when an axis fits neither the scores nor 1
 * @example broadcastSteps(matrix([[1, 2]]), [1, 1, 3, 2], 'bias') // => [0, 0, 0, 1]
 */
export function broadcastSteps(from: Tensor, shape: Shape4, name: string): [number, number, number, number] {
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

  throw dataError({ code: 'broadcast-shape', name, found: from.shape, scores: shape });
}
