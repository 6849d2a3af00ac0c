import { exp, forRows } from '../../core/index.js';
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

function alongGroups(
  attempt: Attempt,
  group: Group,
  reach: 'rows' | 'heads' | 'all',
  ofEmpty: (size: number) => number,
): Attempt | undefined {
  const sizes = sizesOf(attempt);
  const mixed = withStep(attempt, 'weights', (weights, { made, keep, settings, rows }) => {
    const shape = weights.shape;
    const scores = made.unmasked.data;
    const groups = new Int32Array(scores.length);
    let count = 0;
    forRows(shape, rows, (start, end, i, h, b) => {
      for (let at = start; at < end; at++)
        count = Math.max(count, 1 + (groups[at] = group(b, h, i, at - start, sizes)));
    });
    const [max, sum, size] = [
      new Float64Array(count).fill(-Infinity),
      new Float64Array(count),
      new Float64Array(count),
    ];
    const data = new Float64Array(scores.length);
    const each = (visit: (at: number, of: number) => void): void =>
      forRows(shape, rows, (start, end) => {
        for (let at = start; at < end; at++) visit(at, groups[at]!);
      });
    const seen = (at: number): boolean => !keep || keep.data[at] !== 0;
    const score = (at: number): number => scores[at]! / settings.temperature;
    each((at, of) => {
      size[of]!++;
      if (seen(at) && score(at) > max[of]!) max[of] = score(at);
    });
    each((at, of) => {
      if (seen(at)) sum[of]! += data[at] = exp(score(at) - max[of]!);
    });
    each((at, of) => {
      data[at] = sum[of] === 0 ? ofEmpty(size[of]!) : data[at]! / sum[of]!;
    });
    return { ...weights, data };
  });
  return reaching(mixed, reach);
}
