import { exp, log, outward, swapMiddle, type Tensor, type Tensor4, tensor, type Trace } from '../../core/index.js';
import { LOGITS, stageOf } from '../../lens/index.js';
import type { Mistake } from './mistake.js';

/** A way to get the log-sum-exp wrong. */
export interface LseMistake extends Omit<Mistake, 'put' | 'alone'> {
  /** The wrong numbers, (B, H, n_q, 1); undefined where they cannot be made. */
  readonly of: (rows: LseRows) => Float64Array | undefined;
}

/** What a log-sum-exp is made of. */
export interface LseRows {
  readonly right: Tensor4;
  readonly scale: number;
  /** (B, H, n_q, n_k), −∞ where masked. */
  readonly scores: Tensor4;
  /** The same before the mask. */
  readonly unmasked: Tensor4;
}

/** Every row of scores through a function. */
function byRow(scores: Tensor4, of: (row: Float64Array, i: number) => number): Float64Array {
  const [, , nQ, nK] = scores.shape;
  return Float64Array.from({ length: scores.data.length / Math.max(nK, 1) }, (_, at) =>
    of(scores.data.subarray(at * nK, (at + 1) * nK), at % nQ),
  );
}

const largest = (row: Float64Array): number => row.reduce((most, s) => Math.max(most, s), -Infinity);

function logSum(row: Float64Array, factor = 1): number {
  const max = factor * largest(row) || -Infinity;
  return max === -Infinity ? max : max + log(row.reduce((sum, s) => sum + exp(factor * s - max), 0));
}

/** The log-sum-exp that a kernel returns beside its output. */
export const LSE_MISTAKES: readonly LseMistake[] = [
  {
    id: 'Z1',
    title: 'the log-sum-exp is in base 2',
    formula: 'log₂ Σ e^S = lse / ln 2',
    lookFor: 'm + log2(l) of a kernel that uses exp2',
    instead: 'lse * ln(2), or m * ln(2) + log(l)',
    of: ({ right }) => right.data.map((x) => x / Math.LN2),
  },
  {
    id: 'Z1',
    title: 'a log-sum-exp of base 2 is converted twice',
    formula: 'lse · ln 2',
    lookFor: 'lse * ln(2) of a natural lse',
    instead: 'lse as it is',
    of: ({ right }) => right.data.map((x) => x * Math.LN2),
  },
  {
    id: 'Z2',
    title: 'the log-sum-exp is that of the unscaled scores',
    formula: 'ln Σ e^(Q·Kᵀ)',
    lookFor: 'logsumexp before the scale',
    instead: 'torch.logsumexp(scale * (q @ k.T), dim=-1)',
    of: ({ scores, scale }) => byRow(scores, (row) => logSum(row, 1 / scale)),
  },
  {
    id: 'Z3',
    title: 'the maximum is missing in the log-sum-exp',
    formula: 'ln Σ e^(S − max)',
    lookFor: 'log(l) without m',
    instead: 'm + log(l)',
    of: ({ scores }) => byRow(scores, (row) => logSum(row) - largest(row)),
  },
  {
    id: 'Z3',
    title: 'only the maximum is returned',
    formula: 'max S',
    lookFor: 'm without log(l)',
    instead: 'm + log(l)',
    of: ({ scores }) => byRow(scores, largest),
  },
  {
    id: 'Z4',
    title: 'heads and positions of the log-sum-exp are exchanged',
    formula: '(batch, n_q, heads) in the memory of (batch, heads, n_q)',
    lookFor: 'the layout of softmax_lse',
    instead: 'lse.transpose(1, 2)',
    of: ({ right }) => swapMiddle(right).data,
  },
  {
    id: 'Z5',
    title: 'the sum is returned without its logarithm',
    formula: 'Σ e^S',
    lookFor: 'l instead of log(l)',
    instead: 'm + log(l)',
    of: ({ scores }) => byRow(scores, (row) => exp(logSum(row))),
  },
  {
    id: 'Z5',
    title: 'the sum without its logarithm, the maximum subtracted',
    formula: 'Σ e^(S − max)',
    lookFor: 'l instead of m + log(l)',
    instead: 'm + log(l)',
    of: ({ scores }) => byRow(scores, (row) => exp(logSum(row) - largest(row))),
  },
  {
    id: 'Z6',
    title: 'the log-sum-exp has the other sign',
    formula: '−ln Σ e^S',
    lookFor: 'log(1 / l) - m',
    instead: 'm + log(l)',
    of: ({ right }) => right.data.map((x) => -x),
  },
  {
    id: 'Z7',
    title: 'the mask is missing in the log-sum-exp',
    formula: 'ln Σ e^S over all keys',
    lookFor: 'logsumexp of the scores before the mask',
    instead: 'logsumexp of the masked scores',
    of: ({ unmasked }) => byRow(unmasked, (row) => logSum(row)),
  },
  {
    id: 'Z8',
    title: 'the sink is missing in the log-sum-exp, or is there where it should not be',
    formula: 'ln Σ_j e^S without e^sink',
    lookFor: 'lse that is made before the sink joins the sum',
    instead: 'logaddexp(lse, sink)',
    of: ({ scores }) => byRow(scores, (row) => logSum(row)),
  },
  {
    id: 'Z9',
    title: 'the mean in place of the sum',
    formula: 'ln (Σ e^S / n)',
    lookFor: 'log(mean(exp(s)))',
    instead: 'torch.logsumexp(s, dim=-1)',
    of: ({ scores }) => byRow(scores, (row) => logSum(row) - log(row.filter((s) => s > -Infinity).length)),
  },
];

/** What made this log-sum-exp out of the right one. */
export function lseMistake(actual: Tensor, trace: Trace, allowed: number): LseMistake | undefined {
  const stage = trace.stages.get('lse')!;
  const right = stage.tensor;
  const logits = stageOf(trace, LOGITS)!.tensor;
  const unmasked = (['softcapped', 'scaled', 'scores'] as const).flatMap((name) => trace.stages.get(name) ?? [])[0]!;
  const temperature = trace.problem.temperature ?? 1;
  const cooled = (from: Tensor4): Tensor4 =>
    temperature === 1
      ? from
      : tensor(
          from.shape,
          from.data.map((s) => s / temperature),
        );
  const rows: LseRows = {
    right,
    scale: trace.scale,
    scores: cooled(logits),
    unmasked: cooled(unmasked.tensor),
  };
  const near = (made: Float64Array | undefined): boolean => {
    if (made?.length !== right.data.length) return false;
    const shown = outward(trace, { ...stage, tensor: tensor(right.shape, made) });
    const largestNumber = shown.data.reduce(
      (most, x) => (Math.abs(x) < Infinity ? Math.max(most, Math.abs(x)) : most),
      0,
    );
    const most = Math.max(allowed, 1e-6 * largestNumber);
    return shown.data.every((x, at) => Object.is(x, actual.data[at]) || Math.abs(x - actual.data[at]!) <= most);
  };
  return LSE_MISTAKES.find(({ of }) => near(of(rows)));
}
