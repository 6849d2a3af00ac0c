import { exp, forRows, log } from '../../core/index.js';
import { reaching, withProblem, withStep, type Attempt } from '../attempt.js';
import { precision } from '../precision.js';
import { across } from './across.js';
import { sizesOf, ways, type Mistake } from './mistake.js';
import { largestSeen, sumSeen, weightsBy, withRowRule, type Row } from './rows.js';

/** Weights each from its own score, and from what the row has in common. */
function perKey(attempt: Attempt, ofRow: (row: Row, max: number) => (s: number) => number): Attempt {
  return withRowRule(attempt, (row) => {
    const weight = ofRow(row, largestSeen(row));
    return row.scores.map((s, j) => (row.sees(j) ? weight(s) : 0));
  });
}

const softmaxOver = (row: Float64Array, seen: (j: number) => boolean): Float64Array => {
  const sum = row.reduce((total, s, j) => (seen(j) ? total + exp(s) : total), 0);
  return row.map((s, j) => (seen(j) ? exp(s) / sum : 0));
};

const EPSILONS = [1e-6, 1e-5, 1e-8];

/** From scores to weights. */
export const SOFTMAX: readonly Mistake[] = [
  ...ways(
    {
      id: 'X1',
      title: 'softmax over the queries instead of the keys',
      formula: 'P_ij = e^S_ij / Σ_i e^S_ij',
      lookFor: 'softmax(dim=-2), softmax(axis=1), F.softmax without dim',
      instead: 'softmax(scores, dim=-1)',
    },
    across((b, h, _i, j, { heads, nK }) => (b * heads + h) * nK + j, 'rows'),
  ),
  ...ways(
    {
      id: 'X2',
      title: 'softmax over the heads',
      formula: 'P = e^S / Σ_h e^S',
      lookFor: 'softmax(dim=1) on (batch, heads, n_q, n_k)',
      instead: 'softmax(scores, dim=-1)',
    },
    across((b, _h, i, j, { nQ, nK }) => (b * nQ + i) * nK + j, 'heads'),
  ),
  ...ways(
    {
      id: 'X2',
      title: 'softmax over the batch',
      formula: 'P = e^S / Σ_b e^S',
      lookFor: 'softmax(dim=0)',
      instead: 'softmax(scores, dim=-1)',
    },
    across((_b, h, i, j, { nQ, nK }) => (h * nQ + i) * nK + j, 'heads'),
  ),
  ...ways(
    {
      id: 'X3',
      title: 'one softmax over the whole matrix',
      formula: 'P_ij = e^S_ij / Σ_ij e^S_ij',
      lookFor: 'softmax of a flattened matrix: scores.flatten(), softmax(dim=None)',
      instead: 'softmax(scores, dim=-1)',
    },
    [
      ...across((b, h, _i, _j, { heads }) => b * heads + h, 'rows').slice(0, 1),
      ...across((b) => b, 'all')
        .slice(0, 1)
        .map((way) => ({
          ...way,
          alone: true,
          title: 'one softmax over queries, keys and heads',
          formula: 'P = e^S / Σ_hij e^S',
        })),
      ...across(() => 0, 'all')
        .slice(0, 1)
        .map((way) => ({
          ...way,
          title: 'one softmax over everything',
          formula: 'P = e^S / Σ e^S over all',
          alone: true,
        })),
    ],
  ),
  ...ways(
    {
      id: 'X4',
      title: 'no softmax',
      formula: 'S·V',
      lookFor: 'scores @ v',
      instead: 'softmax(scores, dim=-1) @ v',
    },
    [
      { put: (attempt) => perKey(attempt, () => (s) => s) },
      {
        put: (attempt) => withRowRule(attempt, ({ scores, sees }) => scores.map((s, j) => (sees(j) ? s : -Infinity))),
        formula: 'S·V with −∞ in S',
        alone: true,
      },
    ],
  ),
  ...ways(
    {
      id: 'X5',
      title: 'e^S is not divided by its sum',
      formula: 'e^S·V',
      lookFor: 'exp(scores) @ v',
      instead: 'divide by exp(scores).sum(-1, keepdim=True)',
    },
    [
      { put: (attempt) => perKey(attempt, () => exp) },
      { put: (attempt) => perKey(attempt, (_row, max) => (s) => exp(s - max)), formula: 'e^(S − max S)·V' },
    ],
  ),
  {
    id: 'X6',
    title: 'divided by the sum without e^',
    formula: '(S/Σ_j S)·V',
    lookFor: 'scores / scores.sum(-1)',
    instead: 'softmax(scores, dim=-1)',
    put: (attempt) =>
      withRowRule(attempt, ({ scores, sees }) => {
        const sum = scores.reduce((total, s, j) => (sees(j) ? total + s : total), 0);
        return scores.map((s, j) => (sees(j) ? s / sum : 0));
      }),
  },
  ...ways(
    {
      id: 'X7',
      title: 'log_softmax instead of softmax',
      formula: 'log softmax(S)·V',
      lookFor: 'F.log_softmax',
      instead: 'F.softmax',
    },
    [
      {
        put: (attempt) =>
          perKey(attempt, (row, max) => {
            const lse = max + log(sumSeen(row, max));
            return (s) => s - lse;
          }),
      },
      {
        put: (attempt) =>
          withRowRule(attempt, (row) => {
            const max = largestSeen(row);
            const logSum = log(sumSeen(row, max));
            return row.scores.map((s, j) => (row.sees(j) ? s - max - logSum : -Infinity));
          }),
        formula: 'log softmax(S)·V with −∞ where masked',
        alone: true,
      },
    ],
  ),
  ...ways(
    {
      id: 'X8',
      title: 'sigmoid instead of softmax',
      formula: 'sigmoid(S)·V',
      lookFor: 'torch.sigmoid(scores)',
      instead: 'softmax(scores, dim=-1)',
    },
    [
      { put: (attempt) => perKey(attempt, () => (s) => 1 / (1 + exp(-s))) },
      {
        put: (attempt) => perKey(attempt, () => (s) => 1 / (1 + exp(log(sizesOf(attempt).nK) - s))),
        formula: 'sigmoid(S − ln n_k)·V',
        alone: true,
      },
    ],
  ),
  ...ways(
    {
      id: 'X9',
      title: 'softmax twice',
      formula: 'softmax(softmax(S))·V',
      lookFor: 'a softmax on weights that a layer has normalised already',
      instead: 'one softmax',
    },
    [
      { put: (attempt) => twice(attempt, (sees) => sees), formula: 'softmax(softmax(S))·V, masked both times' },
      {
        put: (attempt) => twice(attempt, () => () => true),
        formula: 'softmax(softmax(S))·V, masked the first time only',
      },
    ],
  ),
  {
    id: 'X10',
    title: 'the largest score takes all the weight',
    formula: 'hardmax(S)·V',
    lookFor: 'argmax, one_hot, gumbel_softmax(hard=True)',
    instead: 'softmax(scores, dim=-1)',
    put: (attempt) =>
      withRowRule(attempt, (row) => {
        const max = largestSeen(row);
        const first = row.scores.findIndex((s, j) => row.sees(j) && s === max);
        return row.scores.map((_, j) => (j === first ? 1 : 0));
      }),
  },
  {
    id: 'X11',
    title: 'e^S overflows: the largest score is not subtracted',
    formula: 'e^S / Σ e^S with ∞/∞ = NaN',
    lookFor: 'exp(scores) without scores.max()',
    instead: 'exp(scores - scores.max(-1, keepdim=True))',
    put: (attempt) => {
      const { expOverflow } = precision(attempt.dtype);
      const power = (s: number): number => (s > expOverflow ? Infinity : exp(s));
      return withRowRule(attempt, ({ scores, sees, sink }) => {
        const sum = scores.reduce(
          (total, s, j) => (sees(j) ? total + power(s) : total),
          sink === undefined ? 0 : power(sink),
        );
        return scores.map((s, j) => (sees(j) ? power(s) / sum : 0));
      });
    },
  },
  ...[true, false].map((perHead): Mistake => ({
    id: 'X12',
    title: 'the largest score of the whole matrix is subtracted: rows of small scores vanish',
    formula: 'e^(S − max of all S) with 0/0 = NaN',
    lookFor: 'scores.max() without a dimension',
    instead: 'scores.max(-1, keepdim=True)',
    alone: true,
    put: (attempt) => fromMatrixMax(attempt, perHead),
  })),
  {
    id: 'X13',
    title: 'one more in the denominator (softmax-one)',
    formula: 'e^S / (1 + Σ e^S)',
    lookFor: 'softmax_one, quiet attention, add_zero_attn=True, smooth_softmax',
    instead: 'softmax(scores, dim=-1)',
    put: (attempt) => (attempt.problem.sink === undefined ? withProblem(attempt, { sink: 0 }) : undefined),
  },
  ...ways(
    {
      id: 'X14',
      title: 'a small number is added to the denominator',
      formula: 'e^S / (Σ e^S + ε)',
      lookFor: '+ eps, + 1e-6 beside the sum',
      instead: 'no ε: the sum is never below 1 after the maximum is subtracted',
    },
    EPSILONS.map((epsilon, at) => ({
      formula: `e^(S − max) / (Σ e^(S − max) + ${epsilon})`,
      alone: at > 0,
      put: (attempt: Attempt) =>
        perKey(attempt, (row, max) => {
          const sum = sumSeen(row, max) + epsilon;
          return (s) => exp(s - max) / sum;
        }),
    })),
  ),
  {
    id: 'X15',
    title: 'the denominator counts masked keys',
    formula: 'e^S·keep / Σ_all e^S',
    lookFor: 'a sum over all keys with a mask on the numerator only',
    instead: 'scores.masked_fill(~mask, -inf) before the softmax',
    put: (attempt) => weightsBy({ ...attempt, maskless: true }, (w, seen) => (seen ? w : 0)),
  },
];

function twice(attempt: Attempt, second: (sees: (j: number) => boolean) => (j: number) => boolean): Attempt {
  return withStep(attempt, 'weights', (weights, { keep, rows }) => {
    const data = new Float64Array(weights.data.length);
    forRows(weights.shape, rows, (start, end) => {
      const sees = (j: number): boolean => !keep || keep.data[start + j] !== 0;
      const empty = keep && !keep.data.subarray(start, end).some((seen) => seen !== 0);
      const row = weights.data.subarray(start, end);
      data.set(empty ? row : softmaxOver(row, second(sees)), start);
    });
    return { ...weights, data };
  });
}

/** The weights when what is subtracted is the maximum of all rows, in numbers that underflow. */
function fromMatrixMax(attempt: Attempt, perHead: boolean): Attempt | undefined {
  const smallest = precision(attempt.dtype).tiny / 2;
  const power = (s: number): number => (exp(s) < smallest ? 0 : exp(s));
  return reaching(
    withStep(attempt, 'weights', (weights, pass) => {
      const [batch, heads, nQ, nK] = weights.shape;
      const scores = pass.made.masked.data;
      const size = (perHead ? 1 : batch * heads) * nQ * nK;
      const data = new Float64Array(scores.length);
      let max = -Infinity;
      for (let start = 0; start < data.length; start += nK) {
        if (start % size === 0)
          max = scores.subarray(start, start + size).reduce((most, s) => (s > most ? s : most), -Infinity);
        const row = scores.subarray(start, start + nK).map((s) => power(s - max));
        const sum = row.reduce((total, p) => total + p, 0);
        data.set(
          row.map((p) => p / sum),
          start,
        );
      }
      return { ...weights, data };
    }),
    perHead ? 'rows' : 'all',
  );
}
