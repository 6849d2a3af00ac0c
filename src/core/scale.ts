import { dataError } from './error.js';
import type { Problem } from './problem.js';
import type { Sizes } from './trace.js';

/**
 * The factor on the scores: 1/√d_k where the rule is the dot product (Vaswani et al. 2017, section 3.2.1), 1 for the
 * others, or what the user says.
 *
 * @throws AttnError when the user's scale is not a finite number
 * @example scaleOf({}, { dK: 4 }, true) // => { scale: 0.5, scaleText: '1/√4' }
 */
export function scaleOf(
  problem: Problem,
  sizes: Sizes,
  scaledByDefault: boolean,
): { scale: number; scaleText: string; warning?: string } {
  const { scale } = problem;
  if (scale === undefined) {
    if (!scaledByDefault) return { scale: 1, scaleText: '1' };
    if (sizes.dK === 0)
      return {
        scale: 1,
        scaleText: '1',
        warning: 'd_k is 0, so 1/√d_k does not exist: all scores are 0, and a scale of 1 was used',
      };
    return { scale: 1 / Math.sqrt(sizes.dK), scaleText: `1/√${sizes.dK}` };
  }
  const value =
    typeof scale === 'number'
      ? scale
      : scale.at({ d_k: sizes.dK, d_v: sizes.dV, d_model: sizes.dModel, n_q: sizes.nQ, n_k: sizes.nK });
  const text = typeof scale === 'number' ? String(scale) : scale.text;
  if (!Number.isFinite(value))
    throw dataError({
      what: `the scale ${text} is ${value}`,
      detail: `d_k = ${sizes.dK}, d_v = ${sizes.dV}, d_model = ${sizes.dModel}, n_q = ${sizes.nQ}, n_k = ${sizes.nK}`,
      fix: 'give a finite --scale',
    });
  return { scale: value, scaleText: /^[\w.√/]+$/.test(text) ? text : `(${text})` };
}
