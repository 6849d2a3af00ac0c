import { isDotProduct, type Tensor, type Tensor4, transpose } from '../../core/index.js';
import { reaching, withFinish, withProblem, withStep, type Attempt } from '../attempt.js';
import { sizesOf, ways, type Mistake } from './mistake.js';
import { layerNorm, projection } from './projections.js';
import { eachVector, permute, plus, reread } from './tensors.js';

/** A vector of length 1. */
function unit(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((x) => x / length);
}

/** q, k, v of one problem in other roles; only where the shapes allow it. */
function roles(of: (q: Tensor4, k: Tensor4, v: Tensor4) => { q?: Tensor4; k?: Tensor4; v?: Tensor4 }): Mistake['put'] {
  return (attempt) => {
    const { q, k, v } = attempt.problem as { q: Tensor4; k: Tensor4; v: Tensor4 };
    if (attempt.problem.pastKey) return undefined;
    const now = { q, k, v, ...of(q, k, v) };
    const fits = [
      ['q', q],
      ['k', k],
      ['v', v],
    ].every(([name, was]) => {
      const is = now[name as 'q'];
      return is === was || is.shape.every((axis, at) => axis === (was as Tensor4).shape[at]);
    });
    return fits ? withProblem(attempt, now) : undefined;
  };
}

/** The (rows, columns) matrix of each head, read as (columns, rows) from the same memory and turned: a file of the other order. */
export function otherOrder(from: Tensor4): Tensor4 {
  const [batch, heads, length, size] = from.shape;
  return permute(reread(from, [batch, heads, size, length]), [0, 1, 3, 2]);
}

/** Something done with the finished output of each head, not behind W_O. */
function finished(
  change: (output: Tensor4, attempt: Attempt) => Tensor4,
  fits: (attempt: Attempt) => boolean = () => true,
): Mistake['put'] {
  return (attempt) =>
    attempt.problem.wo || attempt.finish || !fits(attempt)
      ? undefined
      : withFinish(attempt, (output) => change(output, attempt));
}

/** May this operand be added to the output? */
const like =
  (which: 'q' | 'v') =>
  (attempt: Attempt): boolean => {
    const { batch, heads, nQ, dV } = sizesOf(attempt);
    return [batch, heads, nQ, dV].every((axis, at) => axis === attempt.problem[which]!.shape[at]);
  };

const ORDERS = ['kqv', 'qvk', 'vkq', 'kvq', 'vqk'] as const;

/** What is multiplied with what. */
export const OPERANDS: readonly Mistake[] = [
  {
    id: 'O1',
    title: 'queries and keys are swapped',
    formula: 'softmax(K·Qᵀ)·V',
    lookFor: 'k @ q.transpose(-2, -1)',
    instead: 'q @ k.transpose(-2, -1)',
    put: (attempt) => {
      const { nQ, nK } = sizesOf(attempt);
      if (nQ !== nK) return undefined;
      return reaching(
        withStep(attempt, 'scores', (scores) => permute(scores, [0, 1, 3, 2])),
        'rows',
      );
    },
  },
  ...(
    [
      ['the keys are used as values', 'softmax(S)·K', (_q, k) => ({ v: k })],
      ['keys and values are swapped', 'softmax(Q·Vᵀ)·K', (_q, k, v) => ({ k: v, v: k })],
      ['the queries are used as values', 'softmax(S)·Q', (q) => ({ v: q })],
      ['the queries are used as keys', 'softmax(Q·Qᵀ)·V', (q) => ({ k: q })],
      ['the values are used as keys', 'softmax(Q·Vᵀ)·V', (_q, _k, v) => ({ k: v })],
      ['the keys are used as queries', 'softmax(K·Kᵀ)·V', (_q, k) => ({ q: k })],
      ['the values are used as queries', 'softmax(V·Kᵀ)·V', (_q, _k, v) => ({ q: v })],
    ] as const satisfies readonly (readonly [string, string, Parameters<typeof roles>[0]])[]
  ).map(([title, formula, of]): Mistake => ({
    id: 'O2',
    title,
    formula,
    lookFor: 'the order of the arguments q, k, v',
    instead: 'attention(q, k, v), by name',
    put: roles(of),
  })),
  ...ways(
    {
      id: 'O2',
      title: 'queries, keys and values are all made of X: self-attention instead of cross-attention',
      formula: 'softmax(X·W_Q·(X·W_K)ᵀ)·X·W_V',
      lookFor: 'the arguments of the layer: layer(x, x, x) or context=None',
      instead: 'layer(x, x_kv, x_kv): keys and values are made of X_kv',
    },
    [
      { put: (attempt) => madeOf(attempt, 'x', ['k', 'v']) },
      {
        put: (attempt) => madeOf(attempt, 'x', ['v']),
        title: 'the values are made of X instead of X_kv',
        formula: 'V = X·W_V',
      },
      {
        put: (attempt) => madeOf(attempt, 'x', ['k']),
        title: 'the keys are made of X instead of X_kv',
        formula: 'K = X·W_K',
      },
      {
        put: (attempt) => madeOf(attempt, 'xKv', ['q']),
        title: 'the queries are made of X_kv instead of X',
        formula: 'Q = X_kv·W_Q',
      },
    ],
  ),
  {
    id: 'O3',
    title: 'the weights are transposed',
    formula: 'softmax(S)ᵀ·V',
    lookFor: 'weights.transpose(-2, -1) @ v, an einsum with i and j exchanged',
    instead: 'weights @ v',
    put: (attempt) => {
      const { nQ, nK } = sizesOf(attempt);
      return nQ === nK
        ? reaching(
            withStep(attempt, 'weights', (weights) => permute(weights, [0, 1, 3, 2])),
            'rows',
          )
        : undefined;
    },
  },
  {
    id: 'O4',
    title: 'K is reshaped instead of transposed',
    formula: 'Q·reshape(K, d_k×n_k)',
    lookFor: 'k.reshape(…, d_k, n_k), k.view(…)',
    instead: 'k.transpose(-2, -1)',
    put: (attempt) => (sizesOf(attempt).nK === 1 ? undefined : withStep(attempt, 'keys', otherOrder)),
  },
  ...ways(
    {
      id: 'O5',
      title: 'the values are not multiplied',
      formula: 'softmax(S), or softmax(S)·K',
      lookFor: 'the weights are returned in place of the output',
      instead: 'weights @ v',
    },
    [
      { put: roles((_q, k) => ({ v: k })), formula: 'softmax(S)·K' },
      {
        put: (attempt) => {
          const { nK, dV } = sizesOf(attempt);
          return nK === dV
            ? withStep(attempt, 'heads', (heads, { made }) => reread(made.weights, heads.shape))
            : undefined;
        },
        formula: 'softmax(S)',
      },
    ],
  ),
  ...ways(
    {
      id: 'O6',
      title: 'cosine instead of the dot product',
      formula: 'softmax(cos(Q, K))·V',
      lookFor: 'F.normalize, cosine_similarity',
      instead: 'q @ k.transpose(-2, -1)',
    },
    [
      { put: (attempt) => (isDot(attempt) ? withProblem(attempt, { similarity: 'cosine', scale: 1 }) : undefined) },
      {
        put: (attempt) => (isDot(attempt) ? withProblem(attempt, { similarity: 'cosine' }) : undefined),
        formula: 'softmax(cos(Q, K)·scale)·V',
      },
    ],
  ),
  ...ways(
    {
      id: 'O7',
      title: 'one side is normalized to length 1',
      formula: 'softmax(Q/|Q|·Kᵀ·scale)·V',
      lookFor: 'F.normalize on q or on k alone',
      instead: 'neither, or both with a learned factor',
    },
    [
      { put: (attempt) => withStep(attempt, 'queries', (q) => eachVector(q, unit)) },
      {
        put: (attempt) => withStep(attempt, 'keys', (k) => eachVector(k, unit)),
        formula: 'softmax(Q·(K/|K|)ᵀ·scale)·V',
      },
      {
        put: (attempt) => withStep(withProblem(attempt, { scale: 1 }), 'queries', (q) => eachVector(q, unit)),
        formula: 'softmax(Q/|Q|·Kᵀ)·V',
        alone: true,
      },
      {
        put: (attempt) => withStep(withProblem(attempt, { scale: 1 }), 'keys', (k) => eachVector(k, unit)),
        formula: 'softmax(Q·(K/|K|)ᵀ)·V',
        alone: true,
      },
    ],
  ),
  ...ways(
    {
      id: 'O8',
      title: 'the residual or the LayerNorm is in the output',
      formula: 'O + Q',
      lookFor: 'x + attention(x), layer_norm inside the function that is compared',
      instead: 'compare the attention alone',
    },
    [
      { put: finished((output, { problem }) => plus(output, problem.q!), like('q')) },
      { put: finished((output, { problem }) => plus(output, problem.v!), like('v')), formula: 'O + V' },
      { put: finished((output) => eachVector(output, layerNorm)), formula: 'LayerNorm(O)' },
      {
        put: finished((output, { problem }) => eachVector(plus(output, problem.q!), layerNorm), like('q')),
        formula: 'LayerNorm(O + Q)',
      },
      {
        put: finished((output, { problem }) => eachVector(plus(output, problem.v!), layerNorm), like('v')),
        formula: 'LayerNorm(O + V)',
        alone: true,
      },
    ],
  ),
  ...ways(
    {
      id: 'O9',
      title: 'the output projection is transposed or missing',
      formula: 'O·W_Oᵀ',
      lookFor: 'x @ w of a PyTorch Linear, whose weight is (out, in)',
      instead: 'x @ w.T for a Linear weight',
    },
    [
      { put: (attempt) => square(attempt, (wo) => transpose(wo)) },
      { put: (attempt) => square(attempt, identity), formula: 'O without W_O' },
    ],
  ),
  {
    id: 'O10',
    title: 'the values are scaled too',
    formula: 'softmax(S)·(scale·V)',
    lookFor: 'v * scale, qkv * scale',
    instead: 'scale on q only',
    put: (attempt) =>
      withStep(attempt, 'values', (v) => ({ ...v, data: v.data.map((x) => x * sizesOf(attempt).scale) })),
  },
  ...ways(
    {
      id: 'O11',
      title: 'the parts of the joint projection are taken in another order',
      formula: 'k, q, v = in_proj(x).chunk(3)',
      lookFor: 'chunk(3), split, unbind',
      instead: 'q, k, v = in_proj(x).chunk(3, dim=-1)',
    },
    ORDERS.map((order) => ({
      formula: `${order.split('').join(', ')} = in_proj(x).chunk(3)`,
      put: roles((q, k, v) => {
        const given = [q, k, v];
        const taken = Object.fromEntries(order.split('').map((name, at) => [name, given[at]!]));
        return { q: taken['q']!, k: taken['k']!, v: taken['v']! };
      }),
    })),
  ),
  ...ways(
    {
      id: 'O11',
      title: 'the projections are multiplied the wrong way round',
      formula: 'X·W_Qᵀ, X·W_Kᵀ, X·W_Vᵀ',
      lookFor: 'x @ w of a PyTorch Linear, whose weight is (out, in), or x @ w.T of a plain matrix',
      instead: 'x @ w.T for a Linear weight, x @ w for a matrix (d_in, d_out)',
    },
    [
      { put: (attempt) => projected(attempt, ['q', 'k', 'v']) },
      { put: (attempt) => projected(attempt, ['q']), formula: 'X·W_Qᵀ', alone: true },
      { put: (attempt) => projected(attempt, ['k']), formula: 'X·W_Kᵀ', alone: true },
      { put: (attempt) => projected(attempt, ['v']), formula: 'X·W_Vᵀ', alone: true },
    ],
  ),
];

/** In cross-attention, some of q, k, v made of the other of the two sequences, where both are as long. */
function madeOf(attempt: Attempt, from: 'x' | 'xKv', names: readonly ('q' | 'k' | 'v')[]): Attempt | undefined {
  const { source } = attempt;
  if (!source?.x || !source.xKv || source.x.shape.join() !== source.xKv.shape.join()) return undefined;
  const x = source[from]!;
  return withProblem(
    attempt,
    Object.fromEntries(names.map((name) => [name, projection(source, name, x, source[`w${name}`]!)])),
  );
}

/** Some of q, k, v projected by the transpose of their matrix, where it is square. */
function projected(attempt: Attempt, names: readonly ('q' | 'k' | 'v')[]): Attempt | undefined {
  const { source } = attempt;
  const matrices = { q: source?.wq, k: source?.wk, v: source?.wv };
  if (!source?.x || names.some((name) => matrices[name]!.shape[0] !== matrices[name]!.shape[1])) return undefined;
  const now = names.map((name) => [
    name,
    projection(source, name, (name === 'q' ? undefined : source.xKv) ?? source.x!, transpose(matrices[name]!)),
  ]);
  return withProblem(attempt, Object.fromEntries(now));
}

function isDot({ problem }: Attempt): boolean {
  return isDotProduct(problem);
}

/** W_O changed, where it is square. */
function square(attempt: Attempt, change: (wo: Tensor) => Tensor): Attempt | undefined {
  const { wo } = attempt.problem;
  return wo && wo.shape[0] === wo.shape[1] ? withProblem(attempt, { wo: change(wo) }) : undefined;
}

function identity(wo: Tensor): Tensor {
  const n = wo.shape[0]!;
  return { ...wo, data: wo.data.map((_, at) => (Math.floor(at / n) === at % n ? 1 : 0)) };
}
