import type { Problem } from '../../core/index.js';
import { withProblem, withStep, type Attempt } from '../attempt.js';
import { ways, type Mistake } from './mistake.js';
import { permute, eachVector } from './tensors.js';

const SIDES = {
  q: ['qNorm', 'qNormGain', 'qNormBias'],
  k: ['kNorm', 'kNormGain', 'kNormBias'],
} as const;
const COMMON = ['normGain', 'normOver', 'normEps', 'normOrder'] as const;

const isNormed = ({ problem }: Attempt): boolean => problem.qNorm !== undefined || problem.kNorm !== undefined;

/** The problem without the norm of some sides. */
function without(attempt: Attempt, sides: readonly ('q' | 'k')[]): Attempt | undefined {
  const given = sides.filter((side) => attempt.problem[`${side}Norm`] !== undefined);
  if (given.length === 0) return undefined;
  const problem: Record<string, unknown> = { ...attempt.problem };
  for (const side of given) for (const field of SIDES[side]) delete problem[field];
  if (problem['qNorm'] === undefined && problem['kNorm'] === undefined)
    for (const field of COMMON) delete problem[field];
  if (problem['qNormGain'] === undefined && problem['kNormGain'] === undefined) delete problem['normGain'];
  return { ...attempt, problem: problem as unknown as Problem };
}

function changed(of: (problem: Problem) => Partial<Problem> | undefined): Mistake['put'] {
  return (attempt) => {
    const change = isNormed(attempt) ? of(attempt.problem) : undefined;
    return change && withProblem(attempt, change);
  };
}

const KINDS = ['rms', 'l2', 'layernorm'] as const;

/** Norms of queries and keys. */
export const NORMS: readonly Mistake[] = [
  ...ways(
    {
      id: 'Q9',
      title: 'the norm of queries and keys is forgotten',
      formula: 'softmax(Q·Kᵀ·scale)·V without norms',
      lookFor: 'q_norm and k_norm of the checkpoint that are not applied',
      instead: 'q, k = q_norm(q), k_norm(k) before RoPE',
    },
    [{ put: (attempt) => (attempt.problem.qNorm && attempt.problem.kNorm ? without(attempt, ['q', 'k']) : undefined) }],
  ),
  ...ways(
    {
      id: 'Q5',
      title: 'only one of queries and keys is normed',
      formula: 'norm(Q)·Kᵀ',
      lookFor: 'q_norm without k_norm, or the reverse',
      instead: 'q, k = q_norm(q), k_norm(k)',
    },
    [
      { put: (attempt) => without(attempt, ['k']), title: 'the keys are not normed' },
      { put: (attempt) => without(attempt, ['q']), title: 'the queries are not normed', formula: 'Q·norm(K)ᵀ' },
    ],
  ),
  {
    id: 'Q1',
    title: 'the norm stands on the other side of RoPE',
    formula: 'RoPE(norm(Q)) against norm(RoPE(Q))',
    lookFor: 'the order of q_norm and apply_rotary_pos_emb',
    instead: 'the order that the model was trained with: --norm-order',
    put: (attempt) =>
      attempt.problem.rope
        ? changed(({ normOrder }) => ({ normOrder: normOrder === 'after-rope' ? 'before-rope' : 'after-rope' }))(
            attempt,
          )
        : undefined,
  },
  {
    id: 'Q2',
    title: 'the gain is g where 1 + g is meant, or the reverse',
    formula: 'g·x/|x| against (1 + g)·x/|x|',
    lookFor: 'weight and 1 + weight (Gemma)',
    instead: 'the form of the checkpoint: --norm-gain',
    put: changed(({ qNormGain, kNormGain, normGain }) =>
      qNormGain || kNormGain ? { normGain: normGain === '1+g' ? 'g' : '1+g' } : undefined,
    ),
  },
  {
    id: 'Q3',
    title: 'the norm is taken over all heads together where each has its own, or the reverse',
    formula: 'norm over heads·d against norm over d',
    lookFor: 'the norm before or after the split into heads',
    instead: 'the axis of the checkpoint: --norm-over',
    put: changed((problem) => {
      const joined =
        problem.normOver === 'joined' ||
        (problem.normOver === undefined &&
          (problem.qNormGain ?? problem.kNormGain)?.shape.length === 1 &&
          bigGain(problem));
      return { normOver: joined ? 'head' : 'joined' };
    }),
  },
  ...ways(
    {
      id: 'Q7',
      title: 'another kind of norm for queries and keys',
      formula: 'rms',
      lookFor: 'RMSNorm, LayerNorm, F.normalize',
      instead: 'the norm of the model',
    },
    KINDS.map((kind) => ({
      formula: { rms: 'x/√(mean x² + ε)', l2: 'x/|x|', layernorm: '(x − mean)/√(var + ε)' }[kind],
      title: `queries and keys are normed by ${{ rms: 'RMSNorm', l2: 'their length', layernorm: 'LayerNorm' }[kind]}`,
      put: changed(({ qNorm, kNorm }) =>
        (qNorm ?? kNorm) === kind ? undefined : { ...(qNorm && { qNorm: kind }), ...(kNorm && { kNorm: kind }) },
      ),
    })),
  ),
  {
    id: 'Q8',
    title: 'the gains of queries and keys are exchanged',
    formula: 'g_k on the queries, g_q on the keys',
    lookFor: 'q_norm.weight and k_norm.weight',
    instead: 'q_norm on q, k_norm on k',
    put: changed(({ qNorm, kNorm, qNormGain, kNormGain }) =>
      qNorm && kNorm && qNormGain && kNormGain ? { qNormGain: kNormGain, kNormGain: qNormGain } : undefined,
    ),
  },
  ...ways(
    {
      id: 'Q6',
      title: 'another ε in the norm of queries and keys',
      formula: 'ε = 1e-5',
      lookFor: 'eps of RMSNorm',
      instead: 'the ε of the model: --norm-eps',
    },
    [1e-5, 1e-6, 1e-8, 1e-12, 1e-3, 1e-4].map((epsilon) => ({
      formula: `ε = ${epsilon}`,
      alone: true,
      put: changed(({ normEps }) => (normEps === epsilon ? undefined : { normEps: epsilon })),
    })),
  ),
  ...ways(
    {
      id: 'Q10',
      title: 'the norm of queries and keys is taken over the positions instead of the features',
      formula: 'norm over the length',
      lookFor: 'the dim of the norm, a norm before the transpose',
      instead: 'dim=-1',
    },
    [
      {
        put: (attempt) => {
          if (attempt.problem.qNormGain || attempt.problem.kNormGain) return undefined;
          const plain = attempt.problem.qNorm && attempt.problem.kNorm ? without(attempt, ['q', 'k']) : undefined;
          const kind = attempt.problem.qNorm;
          if (!plain || attempt.problem.pastKey || (kind !== 'rms' && kind !== 'l2')) return undefined;
          const along = (vector: Float64Array): Float64Array => {
            const square = vector.reduce((sum, x) => sum + x * x, 0) / (kind === 'rms' ? vector.length : 1);
            return vector.map((x) => x / Math.sqrt(square + 1e-6));
          };
          const back = [0, 1, 3, 2] as const;
          return (['q', 'k'] as const).reduce(
            (now, name) => withStep(now, name, (from) => permute(eachVector(permute(from, back), along), back)),
            plain,
          );
        },
      },
    ],
  ),
];

function bigGain({ qNormGain, kNormGain, q }: Problem): boolean {
  const [, heads, , d] = q!.shape as [number, number, number, number];
  return heads > 1 && (qNormGain ?? kNormGain)!.data.length === heads * d;
}
