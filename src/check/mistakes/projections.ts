import { addBias, joinHeads, project, splitHeads, type Tensor, type Tensor4, unjoinHeads } from '../../core/index.js';
import { withFinish, withProblem, type Attempt } from '../attempt.js';
import { sizesOf, ways, type Mistake } from './mistake.js';
import { eachVector, plus, reread } from './tensors.js';

type Name = 'q' | 'k' | 'v';
type Source = NonNullable<Attempt['source']>;

/** X·W + b with the heads apart. */
export function projection(
  source: Source,
  name: Name,
  x: Tensor,
  w: Tensor,
  bias: Tensor | undefined = source[`b${name}`],
): Tensor4 {
  return splitHeads(addBias(project(x, w, 'X', 'W'), bias, `b_${name}`), {
    name,
    layout: 'bhld',
    heads: (name === 'q' ? source.heads : (source.kvHeads ?? source.heads)) ?? 1,
  });
}

export function layerNorm(vector: Float64Array): Float64Array {
  const mean = vector.reduce((sum, x) => sum + x, 0) / vector.length;
  const variance = vector.reduce((sum, x) => sum + (x - mean) ** 2, 0) / vector.length;
  return vector.map((x) => (x - mean) / Math.sqrt(variance + 1e-5));
}

function rmsNorm(vector: Float64Array): Float64Array {
  const square = vector.reduce((sum, x) => sum + x * x, 0) / vector.length;
  return vector.map((x) => x / Math.sqrt(square + 1e-6));
}

const input = (source: Source, name: Name): Tensor => (name === 'q' ? source.x! : (source.xKv ?? source.x!));

/** Some of q, k, v made of X in another way. */
function made(
  attempt: Attempt,
  names: readonly Name[],
  of: (source: Source, name: Name) => Tensor4 | undefined,
): Attempt | undefined {
  const { source } = attempt;
  if (!source?.x || !source.wq || !source.wk || !source.wv) return undefined;
  const now = names.map((name) => [name, of(source, name)] as const);
  return now.every(([name, one]) => one && one.shape.join() === attempt.problem[name]!.shape.join())
    ? withProblem(attempt, Object.fromEntries(now))
    : undefined;
}

/** A projection with the matrix of another. */
function byMatrix(name: Name, of: Name): Mistake['put'] {
  return (attempt) =>
    made(attempt, [name], (source) => {
      const [own, other] = [source[`w${name}`]!, source[`w${of}`]!];
      return own.shape.join() === other.shape.join()
        ? projection(source, name, input(source, name), other, source[`b${of}`])
        : undefined;
    });
}

function withoutBias(names: readonly Name[]): Mistake['put'] {
  return (attempt) => {
    const { source } = attempt;
    if (!source || names.some((name) => source[`b${name}`] === undefined)) return undefined;
    return made(attempt, names, (from, name) =>
      projection({ ...from, [`b${name}`]: undefined }, name, input(from, name), from[`w${name}`]!, undefined),
    );
  };
}

/** X as it stands in the place of a projection. */
function unprojected(names: readonly Name[]): Mistake['put'] {
  return (attempt) =>
    made(attempt, names, (source, name) => {
      const x = input(source, name);
      return x.shape.at(-1) === source[`w${name}`]!.shape[1]
        ? splitHeads(x, {
            name,
            layout: 'bhld',
            heads: (name === 'q' ? source.heads : (source.kvHeads ?? source.heads)) ?? 1,
          })
        : undefined;
    });
}

function normedFirst(norm: (vector: Float64Array) => Float64Array): Mistake['put'] {
  return (attempt) =>
    made(attempt, ['q', 'k', 'v'], (source, name) => {
      const x = input(source, name);
      const normed = eachVector(reread(x, [1, 1, x.data.length / x.shape.at(-1)!, x.shape.at(-1)!]), norm);
      return projection(source, name, reread(normed, x.shape), source[`w${name}`]!);
    });
}

/** Something done to the finished output, with X beside it in the same form. */
function withX(change: (output: Tensor4, x: Tensor4) => Tensor4): Mistake['put'] {
  return (attempt) => {
    const { source, problem, finish } = attempt;
    const { batch, heads, nQ, dV } = sizesOf(attempt);
    if (!source?.x || finish || problem.differential !== undefined) return undefined;
    const size = source.x.shape.at(-1)!;
    const width = problem.wo ? problem.wo.shape[1]! : heads * dV;
    if (size !== width || source.x.data.length !== batch * nQ * size) return undefined;
    const x = reread(source.x, [batch, 1, nQ, size]);
    if (problem.wo) return withFinish(attempt, (output) => change(output, x));
    return withFinish(attempt, (output) => unjoinHeads(change(joinHeads(output), x), heads));
  };
}

function finishedNorm(norm: (vector: Float64Array) => Float64Array): Mistake['put'] {
  return (attempt) =>
    attempt.problem.wo && !attempt.finish ? withFinish(attempt, (output) => eachVector(output, norm)) : undefined;
}

/** From X to Q, K and V, and what surrounds attention in a layer. */
export const PROJECTIONS: readonly Mistake[] = [
  ...ways(
    {
      id: 'O8',
      title: 'the residual is in the output',
      formula: 'O + X',
      lookFor: 'x + attention(x), layer_norm inside the function that is compared',
      instead: 'compare the attention alone, before the residual',
    },
    [
      { put: withX(plus) },
      {
        put: withX((output, x) => eachVector(plus(output, x), layerNorm)),
        title: 'the residual and the LayerNorm are in the output',
        formula: 'LayerNorm(O + X)',
      },
      {
        put: withX((output, x) => eachVector(plus(output, x), rmsNorm)),
        title: 'the residual and the RMSNorm are in the output',
        formula: 'RMSNorm(O + X)',
      },
      {
        put: withX((output, x) => plus(eachVector(output, layerNorm), x)),
        title: 'the residual and the LayerNorm are in the output',
        formula: 'LayerNorm(O) + X',
        alone: true,
      },
      {
        put: finishedNorm(layerNorm),
        title: 'the LayerNorm is in the output',
        formula: 'LayerNorm(O)',
        alone: true,
      },
      { put: finishedNorm(rmsNorm), title: 'the RMSNorm is in the output', formula: 'RMSNorm(O)', alone: true },
    ],
  ),
  ...ways(
    {
      id: 'O12',
      title: 'the biases of the projections are missing',
      formula: 'X·W without b',
      lookFor: 'bias=False, in_proj_bias that is not loaded or not added',
      instead: 'x @ w + b',
    },
    [
      { put: withoutBias(['q', 'k', 'v']) },
      ...(['q', 'k', 'v'] as const).map((name) => ({
        put: withoutBias([name]),
        title: `the bias of the ${{ q: 'queries', k: 'keys', v: 'values' }[name]} is missing`,
        formula: `X·W_${name.toUpperCase()} without b_${name.toUpperCase()}`,
      })),
      {
        put: (attempt) => {
          if (!attempt.problem.bo) return undefined;
          const { bo: _, ...problem } = attempt.problem;
          return { ...attempt, problem };
        },
        title: 'the bias of the output projection is missing',
        formula: 'O·W_O without b_O',
      },
      {
        put: (attempt) => {
          const { bo } = attempt.problem;
          return bo && withProblem(attempt, { bo: { ...bo, data: bo.data.map((x) => 2 * x) } });
        },
        title: 'the bias of the output projection is added twice',
        formula: 'O·W_O + 2·b_O',
        alone: true,
      },
    ],
  ),
  ...ways(
    {
      id: 'O13',
      title: 'the keys are projected by W_Q',
      formula: 'K = X·W_Q',
      lookFor: 'self.q_proj used twice, weights copied to the wrong layer',
      instead: 'k = x @ w_k',
    },
    (
      [
        ['k', 'q'],
        ['q', 'k'],
        ['v', 'k'],
        ['k', 'v'],
        ['v', 'q'],
        ['q', 'v'],
      ] as const
    ).map(([name, of]) => ({
      put: byMatrix(name, of),
      title: `the ${{ q: 'queries', k: 'keys', v: 'values' }[name]} are projected by W_${of.toUpperCase()}`,
      formula: `${name.toUpperCase()} = X·W_${of.toUpperCase()}`,
      instead: `${name} = x @ w_${name}`,
    })),
  ),
  ...ways(
    {
      id: 'O14',
      title: 'the values are not projected',
      formula: 'V = X',
      lookFor: 'attention(q, k, x), a projection that is skipped',
      instead: 'v = x @ w_v',
    },
    [
      { put: unprojected(['v']) },
      { put: unprojected(['q']), title: 'the queries are not projected', formula: 'Q = X', alone: true },
      { put: unprojected(['k']), title: 'the keys are not projected', formula: 'K = X', alone: true },
      {
        put: unprojected(['q', 'k', 'v']),
        title: 'nothing is projected',
        formula: 'Q = K = V = X',
        alone: true,
      },
    ],
  ),
  ...ways(
    {
      id: 'O15',
      title: 'X is normalised first',
      formula: 'LayerNorm(X)·W',
      lookFor: 'a pre-norm inside the function that is compared',
      instead: 'give X after its norm, or compare without the norm',
    },
    [
      { put: normedFirst(layerNorm) },
      { put: normedFirst(rmsNorm), formula: 'RMSNorm(X)·W' },
      {
        put: normedFirst((vector) => {
          const length = Math.hypot(...vector) || 1;
          return vector.map((x) => x / length);
        }),
        formula: '(X/|X|)·W',
        alone: true,
      },
    ],
  ),
];
