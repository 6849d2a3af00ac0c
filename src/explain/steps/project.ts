import type { Tensor } from '../../core/tensor.js';
import type { Product, ProjectStep, Vector } from '../lesson.js';
import { row, type View } from '../view.js';

/** Where the lists come from: q = x·W_Q, number by number. Nothing, when Q was given and not X. */
export function project(view: View, i: number): ProjectStep | undefined {
  const x = row(view, 'x', i);
  const { wq } = view.trace.problem;
  if (!x || !wq) return undefined;
  const q = row(view, 'q', i)!;
  return {
    kind: 'project',
    x,
    q,
    columns: products(x, wq, view.head * q.length, q),
    k: row(view, 'k', i),
    v: row(view, 'v', i),
  };
}

/**
 * Row × matrix, as the products whose sums the result holds.
 *
 * @param first the first column of `w` that belongs to `result`
 */
export function products(
  x: Vector,
  w: Tensor,
  first: number,
  result: Vector,
): { products: readonly Product[]; value: number }[] {
  const columns = w.shape[1]!;
  return result.map((value, column) => ({
    products: x.map((factor, at): Product => [factor, w.data[at * columns + first + column]!]),
    value,
  }));
}
