import {
  type Change,
  type FloatType,
  forward,
  fourAxes,
  type Injection,
  isDotProduct,
  leaveOut,
  outward,
  type Pass,
  type Problem,
  step as scores,
  type Tensor4,
  type ValueName,
} from '../core/index.js';
import { whoSees, type Geometry } from './geometry.js';

/**
 * A computation to be tried: the problem, with nothing, one thing or two things done wrong. Mistakes are functions from
 * attempt to attempt, so they can be combined.
 */
export interface Attempt {
  /** q, k, v as (batch, heads, length, size); masks stand in `geometry`. */
  readonly problem: Problem;
  readonly geometry: Geometry;
  readonly steps: { readonly [step in ValueName]?: Change };
  /** What OUT was computed in: some mistakes only show when numbers overflow. */
  readonly dtype: FloatType;
  /** Where q, k and v came from, when they are projections. */
  readonly source?: Pick<Problem, 'x' | 'xKv' | 'wq' | 'wk' | 'wv' | 'bq' | 'bk' | 'bv' | 'heads' | 'kvHeads'>;
  /** Some step applies the mask in its own way. */
  readonly maskless?: boolean;
  /** What is done to the finished output. */
  readonly finish?: (output: Tensor4) => Tensor4;
  /**
   * What a row of the output depends on beside its own query and its own keys: nothing; other `rows` of its head; other
   * `heads` and batch items; or `all` of them. It says on which part of a problem the attempt can be tried.
   */
  readonly reach?: 'rows' | 'heads' | 'all';
}

/** The attempt with other options. */
export function withProblem(attempt: Attempt, change: Partial<Problem>): Attempt {
  return { ...attempt, problem: { ...attempt.problem, ...change } };
}

/** The attempt with one more change of a step, after those that are there. */
export function withStep(attempt: Attempt, step: ValueName, change: Change): Attempt {
  const before = attempt.steps[step];
  const both: Change = before ? (made, pass) => change(before(made, pass), pass) : change;
  return { ...attempt, steps: { ...attempt.steps, [step]: both } };
}

/** The attempt with other rules of who may see whom. */
export function withGeometry(attempt: Attempt, change: Partial<Geometry>): Attempt {
  const geometry = { ...attempt.geometry, ...change };
  return { ...attempt, geometry };
}

/** The attempt with something done to the finished output. */
export function withFinish(attempt: Attempt, finish: (output: Tensor4) => Tensor4): Attempt {
  const before = attempt.finish;
  return { ...attempt, reach: 'all', finish: before ? (output) => finish(before(output)) : finish };
}

/** The attempt, of which a row depends on more. */
export function reaching(attempt: Attempt, reach: 'rows' | 'heads' | 'all'): Attempt {
  return { ...attempt, reach: attempt.reach === undefined || attempt.reach === reach ? reach : 'all' };
}

/** Remembers Q·Kᵀ: most mistakes do not touch it. */
export type Recall = (
  queries: Tensor4,
  keys: Tensor4,
  rows: readonly number[] | undefined,
  compute: () => Tensor4,
) => Tensor4;

export function recall(): Recall {
  const known = new WeakMap<
    Float64Array,
    { keys: Float64Array; rows: readonly number[] | undefined; scores: Tensor4 }[]
  >();
  return (queries, keys, rows, compute) => {
    const ofQueries = known.get(queries.data) ?? [];
    known.set(queries.data, ofQueries);
    const found = ofQueries.find((one) => one.keys === keys.data && one.rows === rows);
    if (found) return found.scores;
    const scores = compute();
    ofQueries.push({ keys: keys.data, rows, scores });
    return scores;
  };
}

/** What an attempt does wrong, for the runner. `only`: these queries. */
export function injectionOf(
  { geometry, steps, maskless }: Attempt,
  known?: Recall,
  only?: readonly number[],
): Injection {
  const seen = whoSees(geometry, only) ?? undefined;
  return {
    changes: steps,
    instead: {
      visibility: ({ made: { adjusted } }) => {
        const keep = leaveOut(seen, adjusted, adjusted.shape, only);
        return keep && { keep };
      },
      ...(known && {
        scores: (pass) => ({
          scores: known(pass.made.queries, pass.made.keys, only, () => scores.forward(pass)!.scores!),
        }),
      }),
    },
    ...(maskless && { maskless }),
    ...(only && { rows: only }),
  };
}

/**
 * Carries an attempt out.
 *
 * @param rows only these queries, where the attempt allows it; the other rows of the output mean nothing
 * @returns the output as (batch, heads, n_q, d_v), or (batch, 1, n_q, d_model) after W_O
 * @throws AttnError when the mistake makes no sense for these sizes
 */
export function carryOut(attempt: Attempt, known?: Recall, rows?: readonly number[]): { output: Tensor4; pass: Pass } {
  const { problem, finish, reach } = attempt;
  const plain = isDotProduct(problem);
  const only = reach === undefined || reach === 'heads' ? rows : undefined;
  const recalled = plain && problem.dtype === undefined ? known : undefined;
  const pass = forward(problem, injectionOf(attempt, recalled, only));
  const stage = pass.stages.get('output')!;
  const output = problem.layout === 'blhd' ? fourAxes(outward({ form: pass.form }, stage)) : stage.tensor;
  return { output: finish ? finish(output) : output, pass };
}
