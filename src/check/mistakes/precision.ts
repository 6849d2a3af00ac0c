import { type FloatType, roundTo, tensor, type Tensor4, type ValueName } from '../../core/index.js';
import { reaching, withProblem, withStep, type Attempt } from '../attempt.js';
import { precision } from '../precision.js';
import { ways, type Mistake } from './mistake.js';
import { dataError } from '../facts.js';
import { largestSeen, withRowRule } from './rows.js';

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
  {
    id: 'N6',
    title: 'the weights are rounded to fp8 (e4m3)',
    formula: 'fp8(P)·V',
    lookFor: 'p.to(torch.float8_e4m3fn) before p @ v',
    instead: 'keep P in bfloat16 or float32, or scale it before the cast',
    alone: true,
    put: (attempt) =>
      precision(attempt.dtype).unit < 2 ** -5 ? roundedAt(attempt, ['weights'], eightBits(3, -6)) : undefined,
  },
  ...ways(
    {
      id: 'N7',
      title: 'the exponential is an approximation',
      formula: '(1 + S/n)^n',
      lookFor: 'a polynomial or a table in place of exp',
      instead: 'exp, or exp2 of log2(e)·S',
    },
    [8, 16, 32, 64, 128, 256, 1024].map((n) => ({
      alone: true,
      formula: `(1 + S/${n})^${n}`,
      put: (attempt: Attempt) =>
        withRowRule(attempt, (row) => {
          const max = largestSeen(row);
          const power = (s: number): number => Math.max(0, 1 + (s - max) / n) ** n;
          let sum = 0;
          row.scores.forEach((s, j) => {
            if (row.sees(j)) sum += power(s);
          });
          return row.scores.map((s, j) => (row.sees(j) ? power(s) / sum : 0));
        }),
    })),
  ),
];

/** Rounding to so many fraction bits, with this smallest exponent. Micikevicius et al. 2022 (arXiv 2209.05433). */
function eightBits(fraction: number, least: number): (x: number) => number {
  return (x) => {
    if (x === 0 || !Number.isFinite(x)) return x;
    const step = 2 ** (Math.max(least, Math.floor(Math.log2(Math.abs(x)))) - fraction);
    const down = Math.floor(x / step);
    const rest = x / step - down;
    return (rest > 0.5 || (rest === 0.5 && down % 2 !== 0) ? down + 1 : down) * step;
  };
}
