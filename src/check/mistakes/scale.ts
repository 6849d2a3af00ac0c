import { withProblem, withStep, type Attempt } from '../attempt.js';
import { sizesOf, ways, type AttemptSizes, type Mistake } from './mistake.js';

/** Another factor on the scores. */
function factor(of: (sizes: AttemptSizes) => number): Mistake['put'] {
  return (attempt) => {
    const sizes = sizesOf(attempt);
    const scale = of(sizes);
    if (!Number.isFinite(scale) || Math.abs(scale - sizes.scale) <= 1e-12 * Math.abs(sizes.scale)) return undefined;
    return withProblem(attempt, { scale });
  };
}

const usual = ({ dK }: AttemptSizes): number => 1 / Math.sqrt(dK);

/** The factor on Q·Kᵀ. */
export const SCALE: readonly Mistake[] = [
  {
    id: 'S1',
    title: 'the scores are not scaled',
    formula: 'softmax(Q·Kᵀ)·V',
    lookFor: 'q @ k.transpose(-2, -1) that goes into the softmax as it is',
    instead: 'scores = q @ k.transpose(-2, -1) / math.sqrt(d_k)',
    put: factor(() => 1),
  },
  ...ways(
    {
      id: 'S2',
      title: 'divided by d_k instead of √d_k, or scaled twice',
      formula: 'softmax(Q·Kᵀ/d_k)·V',
      lookFor: '/ d_k without a square root; a q that was divided by √d_k before, and a scale in the operator as well',
      instead: '/ math.sqrt(d_k), once',
    },
    [
      { put: factor(({ dK }) => 1 / dK) },
      {
        put: factor(({ scale }) => scale * scale),
        title: 'the scale is applied twice',
        formula: 'softmax(scale²·Q·Kᵀ)·V',
        alone: true,
      },
    ],
  ),
  {
    id: 'S3',
    title: 'multiplied by √d_k instead of divided',
    formula: 'softmax(Q·Kᵀ·√d_k)·V',
    lookFor: '* math.sqrt(d_k), or / d_k ** -0.5',
    instead: '* d_k ** -0.5',
    put: factor(({ scale }) => 1 / scale),
  },
  {
    id: 'S4',
    title: 'scaled by the model size instead of the head size',
    formula: 'softmax(Q·Kᵀ/√d_model)·V, d_model = heads·d_k',
    lookFor: 'd_model ** -0.5, dim ** -0.5, embed_dim ** -0.5',
    instead: '(d_model // heads) ** -0.5',
    put: factor(({ heads, dK }) => 1 / Math.sqrt(heads * dK)),
  },
  {
    id: 'S5',
    title: 'scaled by the number of keys',
    formula: 'softmax(Q·Kᵀ/√n_k)·V',
    lookFor: 'math.sqrt(k.size(-2)), math.sqrt(seq_len)',
    instead: 'math.sqrt(k.size(-1))',
    put: factor(({ nK }) => 1 / Math.sqrt(nK)),
  },
  {
    id: 'S6',
    title: 'scaled by the size of the values',
    formula: 'softmax(Q·Kᵀ/√d_v)·V',
    lookFor: 'math.sqrt(v.size(-1))',
    instead: 'math.sqrt(k.size(-1))',
    put: factor(({ dV }) => 1 / Math.sqrt(dV)),
  },
  {
    id: 'S7',
    title: 'scaled after the softmax',
    formula: '(softmax(Q·Kᵀ)/√d_k)·V',
    lookFor: 'softmax(scores) / math.sqrt(d_k)',
    instead: 'softmax(scores / math.sqrt(d_k))',
    put: (attempt) => {
      const { scale } = sizesOf(attempt);
      if (scale === 1) return undefined;
      return withStep(withProblem(attempt, { scale: 1 }), 'weights', (weights) => ({
        ...weights,
        data: weights.data.map((w) => w * scale),
      }));
    },
  },
  ...ways(
    {
      id: 'S8',
      title: '√scale on the queries only',
      formula: 'softmax(√scale·Q·Kᵀ)·V',
      lookFor: 'd_k ** -0.25 on q without its counterpart on k',
      instead: 'd_k ** -0.25 on q and on k, or d_k ** -0.5 on one of them',
    },
    [
      { put: factor(({ scale }) => Math.sqrt(scale)) },
      { put: factor(({ scale }) => scale * scale), title: 'scale² on the scores', formula: 'softmax(scale²·Q·Kᵀ)·V' },
    ],
  ),
  ...ways(
    {
      id: 'S9',
      title: 'the square root is rounded to a whole number',
      formula: 'softmax(Q·Kᵀ/⌊√d_k⌋)·V',
      lookFor: 'int(math.sqrt(d_k)), d_k ** 0.5 // 1, an integer square root',
      instead: 'math.sqrt(d_k)',
    },
    [
      { put: factor(({ dK }) => 1 / Math.floor(Math.sqrt(dK))) },
      { put: factor(({ dK }) => 1 / Math.ceil(Math.sqrt(dK))), formula: 'softmax(Q·Kᵀ/⌈√d_k⌉)·V', alone: true },
    ],
  ),
  ...ways(
    {
      id: 'S10',
      title: 'a scale where the model wants none, or none where it wants one (T5)',
      formula: 'scale = 1',
      lookFor: 'scale=1.0 as T5 has it, or a default scale given to a T5 model',
      instead: 'the scale that the model was trained with',
    },
    [
      { put: factor(({ scale }) => (scale === 1 ? NaN : 1)) },
      {
        put: (attempt) => (sizesOf(attempt).scale === 1 ? factor(usual)(attempt) : undefined),
        formula: 'scale = 1/√d_k',
      },
    ],
  ),
  ...ways(
    {
      id: 'S11',
      title: 'powers of 2 with a scale for powers of e',
      formula: 'softmax(S·ln 2)·V',
      lookFor: 'exp2 without log2(e) in the scale, or log2(e) with exp',
      instead: 'exp2(s * log2(e)), or exp(s)',
    },
    [
      { put: factor(({ scale }) => scale * Math.LN2) },
      { put: factor(({ scale }) => scale * Math.LOG2E), formula: 'softmax(S·log₂ e)·V' },
    ],
  ),
  ...ways(
    {
      id: 'S12',
      title: 'the scale of a part of the head only (MLA: d_nope without d_rope)',
      formula: 'softmax(Q·Kᵀ/√d_nope)·V',
      lookFor: 'qk_nope_head_dim ** -0.5',
      instead: '(qk_nope_head_dim + qk_rope_head_dim) ** -0.5',
    },
    [
      { put: factor(({ dK }) => 1 / Math.sqrt((2 * dK) / 3)) },
      { put: factor(({ dK }) => 1 / Math.sqrt(dK / 2)), alone: true },
    ],
  ),
  {
    id: 'S13',
    title: 'the factor of YaRN is missing',
    formula: 'scale = 1/√d_k without mscale²',
    lookFor: 'a scale without mscale * mscale',
    instead: 'd_k ** -0.5 * mscale ** 2',
    put: (attempt) => (sizesOf(attempt).scale === 1 ? undefined : factor(usual)(attempt)),
  },
  ...ways(
    {
      id: 'S14',
      title: 'the scale grows with the head: q is scaled in place once more for every head',
      formula: 'scale^(h+1)',
      lookFor: 'q *= scale inside the loop over heads',
      instead: 'q = q * scale, before the loop',
    },
    [1, -1].map((direction) => ({
      ...(direction < 0 && { formula: 'scale^(heads−h)', alone: true }),
      put: (attempt: Attempt) => {
        const { heads, scale } = sizesOf(attempt);
        if (heads === 1 || scale === 1) return undefined;
        return withStep(attempt, 'scaled', (scaled) => {
          const perHead = scaled.shape[2] * scaled.shape[3];
          return {
            ...scaled,
            data: scaled.data.map((s, at) => {
              const h = Math.floor(at / perHead) % heads;
              return s * scale ** (direction > 0 ? h : heads - 1 - h);
            }),
          };
        });
      },
    })),
  ),
];
