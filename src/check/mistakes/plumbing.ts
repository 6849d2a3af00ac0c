import type { Tensor4, ValueName } from '../../core/index.js';
import { reaching, withFinish, withStep, type Attempt } from '../attempt.js';
import { sizesOf, ways, type Mistake } from './mistake.js';
import { gather, permute, reread } from './tensors.js';

/** Rows of the finished output taken from other rows; −1: zeros. */
function rows(of: (i: number, n: number) => number): Mistake['put'] {
  return (attempt) => {
    if (sizesOf(attempt).nQ < 2) return undefined;
    return withFinish(attempt, (output) => {
      const n = output.shape[2]!;
      const moved = gather(output.shape, output, (b, h, i, m) => [b, h, Math.max(of(i, n), 0), m]);
      const d = output.shape[3]!;
      return { ...moved, data: moved.data.map((x, at) => (of(Math.floor(at / d) % n, n) < 0 ? 0 : x)) };
    });
  };
}

const firstItem = (from: Tensor4): Tensor4 => gather(from.shape, from, (_b, h, i, m) => [0, h, i, m]);

/** Numbers that were right and came to the wrong place. */
export const PLUMBING: readonly Mistake[] = [
  ...ways(
    {
      id: 'P2',
      title: 'the first batch item is used for all',
      formula: 'item 0 in place of item b',
      lookFor: 'k[0], expand of a batch of 1, a missing batch index',
      instead: 'k[b]',
    },
    [
      { put: (attempt) => ofBatch(attempt, ['q', 'k', 'v'], true) },
      { put: (attempt) => ofBatch(attempt, ['k', 'v'], false), formula: 'keys and values of item 0' },
      { put: (attempt) => ofBatch(attempt, ['k'], false), formula: 'keys of item 0', alone: true },
      { put: (attempt) => ofBatch(attempt, ['v'], false), formula: 'values of item 0' },
      { put: (attempt) => ofBatch(attempt, ['q'], false), formula: 'queries of item 0', alone: true },
    ],
  ),
  ...ways(
    {
      id: 'P3',
      title: 'rows of the output are shifted, or one is stale',
      formula: 'Y[i] = O[i + 1]',
      lookFor: 'an index that is off by one, a buffer that is not written to the end',
      instead: 'Y[i] = O[i]',
    },
    [
      { put: rows((i, n) => Math.min(i + 1, n - 1)) },
      { put: rows((i, n) => (i + 1) % n), formula: 'Y[i] = O[(i + 1) mod n]', alone: true },
      { put: rows((i, n) => (i + n - 1) % n), formula: 'Y[i] = O[(i − 1) mod n]', alone: true },
      { put: rows((i) => Math.max(i - 1, 0)), formula: 'Y[i] = O[i − 1]' },
      { put: rows((i) => i - 1), formula: 'Y[i] = O[i − 1], Y[0] = 0', alone: true },
      { put: rows((i, n) => (i === n - 1 ? -1 : i + 1)), formula: 'Y[i] = O[i + 1], the last row 0', alone: true },
      {
        put: rows((i, n) => (i === n - 1 ? n - 2 : i)),
        title: 'the last row repeats the one before',
        formula: 'Y[n−1] = O[n−2]',
      },
      { put: rows((i, n) => (i === n - 1 ? -1 : i)), title: 'the last row was not written', formula: 'Y[n−1] = 0' },
      { put: rows((i, n) => n - 1 - i), title: 'the rows are reversed', formula: 'Y[i] = O[n−1−i]', alone: true },
    ],
  ),
  ...ways(
    {
      id: 'P4',
      title: 'the output is transposed',
      formula: 'Oᵀ',
      lookFor: 'einsum with the output axes exchanged, a file in column-major order',
      instead: 'O',
    },
    [
      {
        put: (attempt) =>
          sizesOf(attempt).nQ === sizesOf(attempt).dV && !attempt.problem.wo
            ? withFinish(attempt, (output) => permute(output, [0, 1, 3, 2]))
            : undefined,
      },
      {
        put: (attempt) =>
          attempt.problem.wo
            ? undefined
            : withFinish(attempt, (output) => reread(permute(output, [0, 1, 3, 2]), output.shape)),
        formula: 'the memory of Oᵀ',
      },
      {
        put: (attempt) =>
          attempt.problem.wo
            ? undefined
            : withFinish(attempt, (output) => reread(permute(output, [3, 2, 1, 0]), output.shape)),
        formula: 'the memory of O in the other order',
        alone: true,
      },
      {
        put: (attempt) => {
          const { heads, nQ } = sizesOf(attempt);
          return heads > 1 && heads === nQ && !attempt.problem.wo
            ? withFinish(attempt, (output) => permute(output, [0, 2, 1, 3]))
            : undefined;
        },
        title: 'heads and positions of the output are exchanged',
        formula: '(batch, length, heads, d_v)',
      },
    ],
  ),
];

function ofBatch(attempt: Attempt, steps: readonly ValueName[], masks: boolean): Attempt | undefined {
  if (sizesOf(attempt).batch === 1) return undefined;
  if (masks) return withFinish(attempt, firstItem);
  return reaching(
    steps.reduce(
      (now, step) => withStep(now, step === 'q' ? 'queries' : step === 'k' ? 'keys' : 'values', firstItem),
      attempt,
    ),
    'heads',
  );
}
