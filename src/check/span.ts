import { block, sharedBlock, type Tensor4 } from '../core/index.js';
import type { Attempt } from './attempt.js';
import { solveRight } from './invert.js';

/**
 * How far OUT is from everything that weights of any kind can make of the values: the root mean square of what is left of
 * each row behind the span of V. Where there are as many keys as columns, nothing is.
 *
 * @param values (B, H_kv, n_k, d_v)
 * @param actual (B, H, n_q, d_v)
 * @returns 0 where it cannot be told
 */
export function offSpan(values: Tensor4, actual: Tensor4): number {
  const [batch, heads, nQ, dV] = actual.shape;
  const nK = values.shape[2]!;
  if (values.shape[3] !== dV || nK >= dV || actual.data.some((x) => !Number.isFinite(x))) return 0;
  let sum = 0;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const [v, out] = [sharedBlock(values, b, h, heads), block(actual, b, h)];
      const weights = solveRight(v, nK, dV, out, nQ);
      if (!weights) return 0;
      for (let at = 0; at < out.length; at++) {
        const i = Math.floor(at / dV);
        let made = 0;
        for (let j = 0; j < nK; j++) made += weights[i * nK + j]! * v[j * dV + (at % dV)]!;
        sum += (out[at]! - made) ** 2;
      }
    }
  }
  return Math.sqrt(sum / actual.data.length);
}

/** Does this attempt give weights times the values as they were given, whatever the weights are? */
export function mixesGivenValues({ problem, steps, finish }: Attempt, { problem: right }: Attempt): boolean {
  return (
    !finish &&
    !steps.v &&
    !steps.values &&
    !steps.heads &&
    problem.v === right.v &&
    !problem.pastValue &&
    !problem.wo &&
    problem.dtype === undefined &&
    problem.layout === 'bhld'
  );
}
