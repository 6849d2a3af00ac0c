import { block, each, exp, headByHead, type Pass, sinksOf, type Tensor4 } from '../../core/index.js';
import { withStep, type Attempt } from '../attempt.js';

/** One row of scores on its way to weights. */
export interface Row {
  /** Scores of all keys, those behind the mask too. */
  readonly scores: Float64Array;
  /** May this key be seen? */
  readonly sees: (j: number) => boolean;
  readonly sink: number | undefined;
  readonly b: number;
  readonly h: number;
  readonly i: number;
}

/**
 * The attempt with another rule from scores to weights. Rows in which nothing is kept stay as the convention has them.
 *
 * @param rule weights of all keys of the row
 */
export function withRowRule(attempt: Attempt, rule: (row: Row) => Float64Array): Attempt {
  return withStep(attempt, 'weights', (weights, pass) => {
    const [batch, heads, nQ, nK] = weights.shape;
    const { temperature } = pass.settings;
    const sinks = attempt.problem.sink === undefined ? undefined : sinksOf(attempt.problem.sink, heads, 'softmax');
    return headByHead(
      [batch, heads, nQ, nK],
      (b, h) => {
        const all = block(pass.made.unmasked, b, h);
        const keep = pass.keep && block(pass.keep, b, h);
        const before = block(weights, b, h);
        const out = pass.rows ? new Float64Array(before.length) : before.slice();
        for (const i of pass.rows ?? Array(nQ).keys()) {
          const sees = (j: number): boolean => !keep || keep[i * nK + j] !== 0;
          if (keep && !keep.subarray(i * nK, (i + 1) * nK).some((seen) => seen !== 0)) {
            out.set(before.subarray(i * nK, (i + 1) * nK), i * nK);
            continue;
          }
          const scores = all.slice(i * nK, (i + 1) * nK).map((s) => s / temperature);
          out.set(rule({ scores, sees, sink: sinks?.[h], b, h, i }), i * nK);
        }
        return out;
      },
      'float64',
      pass.rows,
    );
  });
}

/** The largest score that is seen. */
export function largestSeen({ scores, sees }: Row): number {
  return scores.reduce((most, s, j) => (sees(j) && s > most ? s : most), -Infinity);
}

/** Σ e^(s − max) over the keys that are seen, the sink with them. */
export function sumSeen(row: Row, max: number): number {
  let sum = row.sink === undefined ? 0 : exp(row.sink - max);
  row.scores.forEach((s, j) => {
    if (row.sees(j)) sum += exp(s - max);
  });
  return sum;
}

/** Every score changed, knowing whether its key may be seen; the mask itself is not applied any more. */
export function maskedBy(attempt: Attempt, change: (s: number, seen: boolean) => number): Attempt {
  const changed = withStep(attempt, 'unmasked', (scores, { keep, rows }) =>
    each(scores, (s, cell) => change(s, keep === undefined || keep.data[cell] !== 0), rows),
  );
  return { ...changed, maskless: true };
}

/** Every weight changed, knowing whether its key may be seen. */
export function weightsBy(attempt: Attempt, change: (w: number, seen: boolean, pass: Pass) => number): Attempt {
  return withStep(attempt, 'weights', (weights, pass): Tensor4 =>
    each(weights, (w, cell) => change(w, pass.keep === undefined || pass.keep.data[cell] !== 0, pass), pass.rows),
  );
}
