import { exp } from '../../core/elementary.js';
import { reaching, withStep, type Attempt } from '../attempt.js';
import { sizesOf, type AttemptSizes, type Mistake } from './mistake.js';

/** Which sum a cell's e^score belongs to. */
type Group = (b: number, h: number, i: number, j: number, sizes: AttemptSizes) => number;

/**
 * A softmax along another axis, three ways: what becomes of a group in which everything is masked depends on how the mask
 * is written.
 */
export function across(group: Group, reach: 'rows' | 'heads' | 'all'): (Pick<Mistake, 'put'> & Partial<Mistake>)[] {
  return [
    { put: (attempt) => alongGroups(attempt, group, reach, () => 0) },
    { put: (attempt) => alongGroups(attempt, group, reach, () => NaN), alone: true },
    { put: (attempt) => alongGroups(attempt, group, reach, (size) => 1 / size), alone: true },
  ];
}

function alongGroups(attempt: Attempt, group: Group, reach: 'rows' | 'heads' | 'all', ofEmpty: (size: number) => number): Attempt | undefined {
  const sizes = sizesOf(attempt);
  const twisted = withStep(attempt, 'weights', (weights, { made, keep, settings }) => {
    const [batch, heads, nQ, nK] = weights.shape as [number, number, number, number];
    const scores = made('adjusted').data;
    const groups = new Int32Array(scores.length);
    let cell = 0;
    for (let b = 0; b < batch; b++) {
      for (let h = 0; h < heads; h++) for (let i = 0; i < nQ; i++) for (let j = 0; j < nK; j++) groups[cell++] = group(b, h, i, j, sizes);
    }
    const count = groups.reduce((most, at) => Math.max(most, at), 0) + 1;
    const [max, sum, size] = [new Float64Array(count).fill(-Infinity), new Float64Array(count), new Float64Array(count)];
    const seen = (at: number): boolean => !keep || keep.data[at] !== 0;
    const score = (at: number): number => scores[at]! / settings.temperature;
    groups.forEach((of, at) => {
      size[of]!++;
      if (seen(at)) max[of] = Math.max(max[of]!, score(at));
    });
    groups.forEach((of, at) => { if (seen(at)) sum[of]! += exp(score(at) - max[of]!); });
    const data = weights.data.map((_, at) => {
      const of = groups[at]!;
      if (sum[of] === 0) return ofEmpty(size[of]!);
      return seen(at) ? exp(score(at) - max[of]!) / sum[of]! : 0;
    });
    return { ...weights, data };
  });
  return reaching(twisted, reach);
}
