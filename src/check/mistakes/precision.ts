import { type FloatType, roundTo, tensor, type Tensor4, type ValueName } from '../../core/index.js';
import { reaching, withProblem, withStep, type Attempt } from '../attempt.js';
import { precision } from '../precision.js';
import { ways, type Mistake } from './mistake.js';
import { dataError } from '../facts.js';

function roundedAt(attempt: Attempt, steps: readonly ValueName[], round: (x: number) => number): Attempt {
  return steps.reduce((now, step) => withStep(now, step, (made) => ({ ...made, data: made.data.map(round) })), attempt);
}

/** Only types that are shorter than that of OUT. */
function shorter(dtype: FloatType, put: (attempt: Attempt) => Attempt): Mistake['put'] {
  return (attempt) => (precision(dtype).unit > precision(attempt.dtype).unit ? put(attempt) : undefined);
}

/** 10 explicit bits in the range of a float32, as tensor cores multiply. NVIDIA A100 whitepaper, 2020. */
function tensorFloat(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const step = 2 ** (Math.floor(Math.log2(Math.abs(x))) - 10);
  return Math.round(x / step) * step;
}

/** Scores in float16, of which some are too large for it. Without such a score this is honest rounding. */
function overflowing(attempt: Attempt): Attempt {
  const round = roundTo('float16');
  return withStep(attempt, 'scores', (scores) => {
    const data = scores.data.map(round);
    if (!data.some((s, at) => !Number.isFinite(s) && Number.isFinite(scores.data[at]!)))
      throw dataError({ code: 'no-score-overflows' });
    return { ...scores, data };
  });
}

/** Whole numbers of −127 … 127 times a step, one step a tensor. */
function quantised(from: Tensor4): { whole: Tensor4; step: number } {
  const step = from.data.reduce((most, x) => Math.max(most, Math.abs(x)), 0) / 127 || 1;
  return {
    whole: tensor(
      from.shape,
      from.data.map((x) => Math.round(x / step)),
    ),
    step,
  };
}

/** Numbers that are too short. */
export const PRECISION: readonly Mistake[] = [
  ...(['float16', 'bfloat16', 'float32'] as const).map((dtype): Mistake => ({
    id: 'N1',
    title: `every step was rounded to ${dtype}`,
    formula: `${dtype} throughout`,
    lookFor: `.half(), autocast, dtype=${dtype}`,
    instead: 'nothing, if that is meant: say --dtype',
    alone: true,
    put: shorter(dtype, (attempt) => withProblem(attempt, { dtype })),
  })),
  ...(['float16', 'bfloat16'] as const).map((dtype): Mistake => ({
    id: 'N2',
    title: `the softmax was computed in ${dtype}`,
    formula: `softmax(${dtype}(S))·V`,
    lookFor: 'softmax without dtype=torch.float32',
    instead: 'softmax(scores, dim=-1, dtype=torch.float32)',
    alone: true,
    put: shorter(dtype, (attempt) => roundedAt(attempt, ['unmasked', 'weights'], roundTo(dtype))),
  })),
  {
    id: 'N3',
    title: 'Q·Kᵀ overflows in float16: beyond 65504 is ∞',
    formula: 'float16(Q·Kᵀ) = ∞',
    lookFor: 'scale after the product in float16',
    instead: 'scale q before the product, or multiply in float32',
    alone: true,
    put: overflowing,
  },
  {
    id: 'N4',
    title: 'products in TF32',
    formula: '10-bit factors',
    lookFor: 'torch.backends.cuda.matmul.allow_tf32',
    instead: 'allow_tf32 = False where it matters',
    alone: true,
    put: (attempt) =>
      attempt.dtype === 'float32' || attempt.dtype === 'float64'
        ? roundedAt(attempt, ['queries', 'keys', 'values', 'weights'], tensorFloat)
        : undefined,
  },
  ...ways(
    {
      id: 'N5',
      title: 'quantised, and not scaled back',
      formula: 'round(V/step) without ·step',
      lookFor: 'int8 tensors without their scale',
      instead: 'multiply by the steps after the product',
    },
    [
      {
        put: (attempt) =>
          reaching(
            withStep(attempt, 'values', (v) => quantised(v).whole),
            'heads',
          ),
        formula: 'P·round(V/step)',
      },
      {
        put: (attempt) =>
          reaching(
            withStep(
              withStep(attempt, 'queries', (q) => quantised(q).whole),
              'keys',
              (k) => quantised(k).whole,
            ),
            'heads',
          ),
        formula: 'round(Q/step)·round(K/step)ᵀ',
        alone: true,
      },
      {
        put: (attempt) =>
          reaching(
            withStep(attempt, 'keys', (k) => quantised(k).whole),
            'heads',
          ),
        formula: 'Q·round(K/step)ᵀ',
        alone: true,
      },
    ],
  ),
];
