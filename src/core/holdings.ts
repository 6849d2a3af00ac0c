import type { Problem } from './problem.js';
import { settle } from './settings.js';
import { sizeOf, type Tensor } from './tensor.js';
import type { StageName } from './trace.js';

type Shape = readonly [batch: number, heads: number, length: number, size: number];

/** How many numbers a computation holds, known from the shapes alone. */
export interface Holdings {
  /** The shape of the scores: (batch, heads, n_q, n_k). */
  readonly scores: readonly [number, number, number, number];
  /** Numbers of each stage that is kept, and of the mask. */
  readonly stages: ReadonlyMap<StageName | 'mask', number>;
  /** Numbers that are alive at the worst moment, stages included; without the inputs. */
  readonly peak: number;
}

/**
 * Counts what `attend` will hold, before it allocates anything. Shapes that do not fit each other give a count that means
 * nothing; `attend` says what is wrong with them.
 *
 * @example holdings({ q: matrix([[1, 0], [0, 1]]) }).stages.get('weights') // => 4
 */
export function holdings(problem: Problem): Holdings {
  const {
    causal,
    mask,
    window,
    keyLengths,
    hide,
    softcap,
    scoreMod,
    bias,
    alibi,
    rope,
    x,
    wo,
    pastKey,
    pastValue,
    grad,
    dtype,
  } = problem;
  const [q, k, v] = inputShapes(problem);
  const [batch, heads, nQ] = q;
  const withCache = ([b, h, length, size]: Shape, past: Tensor | undefined): Shape => [
    b,
    h,
    length + lengthOf(past, problem),
    size,
  ];
  const [keys, values] = [withCache(k, pastKey), withCache(v, pastValue)];
  const scores = [batch, heads, nQ, keys[2]] as const;
  const cells = sizeOf(scores);
  const output = batch * heads * nQ * v[3];
  const masked = Boolean(mask || causal || window || keyLengths || hide?.length);
  const adjusted = Boolean(scoreMod || bias || alibi);

  const all: readonly (readonly [name: StageName | 'mask', numbers: number, there: boolean])[] = [
    ['x', x?.data.length ?? 0, x !== undefined],
    ['q', sizeOf(q), true],
    ['k', sizeOf(k), true],
    ['v', sizeOf(v), true],
    ['q_rotated', sizeOf(q), rope !== undefined],
    ['k_rotated', sizeOf(k), rope !== undefined],
    ['present_key', sizeOf(keys), pastKey !== undefined],
    ['present_value', sizeOf(values), pastKey !== undefined],
    ['scores', cells, true],
    ['scaled', cells, true],
    ['softcapped', cells, softcap !== undefined],
    ['masked', cells, adjusted || masked],
    ['mask', cells, masked],
    ['weights', cells, true],
    ['heads', output, wo !== undefined || (heads > 1 && (x !== undefined || problem.heads !== undefined))],
    ['output', wo ? batch * nQ * (wo.shape[1] ?? 0) : output, true],
    ['grad_q', sizeOf(q), grad !== undefined],
    ['grad_k', sizeOf(k), grad !== undefined],
    ['grad_v', sizeOf(v), grad !== undefined],
    ['lse', batch * heads * nQ, true],
    ['entropy', batch * heads * nQ, true],
  ];
  const stages = new Map(all.filter(([, , there]) => there).map(([name, numbers]) => [name, numbers]));

  // Beside the stages: the one being made; who sees whom as asked, and the scores before the mask; what a narrower type is
  // rounded from; weights and scores on their way back.
  const beside =
    1 + (masked ? 1 : 0) + (adjusted && masked ? 1 : 0) + (dtype && dtype !== 'float64' ? 1 : 0) + (grad ? 2 : 0);
  const kept = [...stages.values()].reduce((sum, numbers) => sum + numbers, 0);
  return { scores, stages, peak: kept + beside * cells };
}

/** Q, K and V with their heads apart. */
function inputShapes(problem: Problem): readonly [Shape, Shape, Shape] {
  const { x, wq, wk, wv, heads, kvHeads } = problem;
  if (x) {
    const projected = (w: Tensor | undefined, count = 1): Shape => [
      sizeOf(x.shape.slice(0, -2)),
      count,
      x.shape.at(-2) ?? 0,
      (w?.shape[1] ?? 0) / count,
    ];
    return [projected(wq, heads), projected(wk, kvHeads ?? heads), projected(wv, kvHeads ?? heads)];
  }
  const q = problem.q;
  const k = problem.k ?? q;
  return [
    apart(q, problem, heads),
    apart(k, problem, kvHeads ?? heads),
    apart(problem.v ?? k, problem, kvHeads ?? heads),
  ];
}

/** As `splitHeads` reads it. */
function apart(from: Tensor | undefined, problem: Problem, heads: number | undefined): Shape {
  const shape = from?.shape ?? [];
  const [batch = 0, second = 0, , size = 0] = shape;
  if (shape.length === 4)
    return settle(problem).layout === 'bhld' ? [batch, second, shape[2]!, size] : [batch, shape[2]!, second, size];
  if (shape.length === 3 && heads === undefined) return [1, batch, second, shape[2]!];
  if (shape.length === 3) return [batch, heads!, second, shape[2]! / heads!];
  return shape.length === 2 ? [1, heads ?? 1, batch, second / (heads ?? 1)] : [0, 0, 0, 0];
}

/** How many cached keys: the last axis but one, or the second under (batch, length, heads, size). */
function lengthOf(past: Tensor | undefined, problem: Problem): number {
  if (!past) return 0;
  return (past.shape.length === 4 && settle(problem).layout === 'blhd' ? past.shape[1] : past.shape.at(-2)) ?? 0;
}
