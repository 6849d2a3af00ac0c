import { dataError } from './facts.js';
import type { Tensor } from './tensor.js';

/** Arrays that expressions may name: `--let table=rel.npy`. */
export type Arrays = Readonly<Record<string, Tensor>>;

/**
 * One number of an array, by whole numbers from 0, one for each axis.
 *
 * @param cell what i and j are, for the message
 * @throws AttnError (data) for an index that is no whole number of the axis
 * @example elementOf('table', tensor([2, 2], [1, 2, 3, 4]), [1, 0], {}) // => 3
 */
export function elementOf(
  name: string,
  { shape, data }: Tensor,
  indices: readonly number[],
  cell: Readonly<Record<string, number>>,
): number {
  let at = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    const index = indices[axis]!;
    const length = shape[axis]!;
    if (!Number.isInteger(index) || index < 0 || index >= length)
      throw dataError({
        code: 'let-index',
        name,
        axis: axis + 1,
        axes: shape.length,
        found: index,
        expected: { least: 0, most: length - 1 },
        cell,
      });
    at = at * length + index;
  }
  return data[at]!;
}
