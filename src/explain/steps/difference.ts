import { outputNorm } from '../../core/index.js';
import { differenceOf, type Lens } from '../../lens/index.js';
import type { DifferenceStep, HeadNormStep } from '../lesson.js';

/** Where two maps make one: what both of them noticed is taken out. */
export function difference(lens: Lens, i: number): DifferenceStep | undefined {
  if (!lens.trace.sizes.pairing) return undefined;
  const { first, second, lambda } = differenceOf(lens, i);
  return {
    kind: 'difference',
    heads: [first.head, second.head],
    first: first.weights,
    second: second.weights,
    lambda,
    heard: lens.attended(i),
    weights: lens.row('weights', i),
  };
}

/** The norm of this head's output and the factor 1 − λ₀. */
export function headNorm(lens: Lens, i: number): HeadNormStep | undefined {
  const after = lens.rowIfAny('heads_normed', i);
  const { problem, sizes } = lens.trace;
  return (
    after && {
      kind: 'head-norm',
      before: lens.row('heads', i),
      after,
      normed: outputNorm(problem, sizes.dV) !== undefined,
      factor: 1 - (problem.differentialInit ?? 0),
    }
  );
}
