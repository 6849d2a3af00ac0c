import type { Tensor } from '../../core/index.js';
import { columnProducts, type Lens, type Product } from '../../lens/index.js';
import type { ProjectStep, Vector } from '../lesson.js';

/** Where the lists come from: q = x·W_Q, number by number. Nothing, when Q was given and not X. */
export function project(lens: Lens, i: number): ProjectStep | undefined {
  const x = lens.rowIfAny('x', i);
  const { wq, bq, xKv } = lens.trace.problem;
  const { nK, nPast } = lens.trace.sizes;
  if (!x || !wq) return undefined;
  const q = lens.row('q', i);
  return {
    kind: 'project',
    x,
    q,
    columns: products(x, wq, lens.head * q.length, q, bq),
    biased: bq !== undefined,
    k: xKv ? undefined : lens.rowIfAny('k', i),
    v: xKv ? undefined : lens.rowIfAny('v', i),
    ...(xKv && { elsewhere: nK - nPast }),
  };
}

/**
 * Row × matrix, as the products whose sums the result holds.
 *
 * @param first the first column of `w` that belongs to `result`
 * @param bias comes last in each sum, as 1 × b
 */
export function products(
  x: Vector,
  w: Tensor,
  first: number,
  result: Vector,
  bias?: Tensor,
): { products: readonly Product[]; value: number }[] {
  return result.map((value, column) => ({ products: columnProducts(x, w, first + column, bias), value }));
}
