import { GRADIENTS } from './backward.js';
import { pairingOf, type Pairing } from './differential.js';
import { sourceGradients } from './gradients.js';
import { axesOf } from './layout.js';
import type { Problem } from './problem.js';
import { withRecurrence } from './recurrence/check.js';
import { settle } from './settings.js';
import { STEPS, SUMMARIES } from './steps/index.js';
import type { Counts } from './steps/step.js';
import { sizeOf, type Shape4, type Tensor } from './tensor.js';
import type { StageName } from './trace.js';

/** How many numbers a computation holds, known from the shapes alone. */
export interface Holdings {
  /** The shape of the scores: (batch, heads, n_q, n_k). */
  readonly scores: Shape4;
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
export function holdings(asked: Problem): Holdings {
  const problem = withRecurrence(asked);
  const { x, xKv, wo, pastKey, pastValue, grad, dtype } = problem;
  const [q, k, v] = inputShapes(problem);
  const [batch, ownHeads, nQ] = q;
  const heads = problem.recurrence === undefined ? ownHeads : Math.max(ownHeads, k[1], v[1]);
  const withCache = ([b, h, length, size]: Shape4, past: Tensor | undefined): Shape4 => [
    b,
    h,
    length + lengthOf(past, problem),
    size,
  ];
  const [keys, values] = [withCache(k, pastKey), withCache(v, pastValue)];
  const scores = [batch, heads, nQ, keys[2]] as const;
  const pairing = pairs(problem, heads, keys[1], values[1]);
  const [outHeads, dV] = pairing ? [pairing.pairs, v[3] * (pairing.sideBySide ? 2 : 1)] : [heads, v[3]];
  const output = batch * outHeads * nQ * dV;
  const counts: Counts = {
    x: x?.data.length ?? 0,
    xKv: xKv?.data.length ?? 0,
    q: sizeOf(q),
    k: sizeOf(k),
    v: sizeOf(v),
    keys: sizeOf(keys),
    values: sizeOf(values),
    scores: sizeOf(scores),
    queries: batch * heads * nQ,
    weights: batch * outHeads * nQ * keys[2],
    pairedValues: batch * outHeads * keys[2] * dV,
    latent: problem.latent?.shape.at(-1) ?? 0,
    state: batch * heads * nQ * q[3] * v[3],
    stateSum: batch * heads * nQ * q[3],
    heads: output,
    output: wo ? batch * nQ * (wo.shape[1] ?? 0) : output,
  };

  const steps = [...STEPS, ...SUMMARIES].filter((step) => step.applies(problem));
  const stages = new Map<StageName | 'mask', number>();
  for (const step of steps) {
    for (const { stage } of step.makes) {
      if (stage && stage.shown?.(problem, heads, pairing) !== false) stages.set(stage.name, stage.numbers(counts));
    }
    for (const [name, numbers] of Object.entries(step.keeps?.(problem, counts) ?? {}))
      stages.set(name as 'mask', numbers);
  }
  if (grad) {
    for (const { stage, count } of GRADIENTS) stages.set(stage, counts[count]);
    for (const { stage, of } of sourceGradients(problem)) stages.set(stage, problem[of]!.data.length);
  }

  // Beside the stages: the one being made; what a narrower type is rounded from; weights and scores of the backward pass.
  const beside = steps.reduce((sum, step) => sum + (step.beside?.(problem) ?? 0), 1);
  const more = (dtype && dtype !== 'float64' ? 1 : 0) + (grad ? 2 : 0);
  const kept = [...stages.values()].reduce((sum, numbers) => sum + numbers, 0);
  return { scores, stages, peak: kept + (beside + more) * counts.scores };
}

/** An odd number of heads is refused when it is computed. */
function pairs(problem: Problem, heads: number, keyHeads: number, valueHeads: number): Pairing | undefined {
  return heads % 2 === 0 && heads > 0 ? pairingOf(problem, heads, keyHeads, valueHeads) : undefined;
}

/** Q, K and V with their heads apart. */
function inputShapes(problem: Problem): readonly [Shape4, Shape4, Shape4] {
  const { x, xKv = x, wq, wk, wv, heads, kvHeads } = problem;
  if (x) {
    const projected = ({ shape }: Tensor, w: Tensor | undefined, count = 1): Shape4 => [
      sizeOf(shape.slice(0, -2)),
      count,
      shape.at(-2) ?? 0,
      (w?.shape[1] ?? 0) / count,
    ];
    return [projected(x, wq, heads), projected(xKv!, wk, kvHeads ?? heads), projected(xKv!, wv, kvHeads ?? heads)];
  }
  if (problem.latent) return latentShapes(problem);
  const saved = problem.scores ?? problem.attentionWeights;
  if (saved) return savedShapes(saved, problem.v);
  const q = problem.q;
  const k = problem.k ?? q;
  return [
    apart(q, problem, heads),
    apart(k, problem, kvHeads ?? heads),
    apart(problem.v ?? k, problem, kvHeads ?? heads),
  ];
}

function latentShapes(problem: Problem): readonly [Shape4, Shape4, Shape4] {
  const { latent, wUk, wUv, kRope } = problem;
  const [batch, heads, nQ, dNope] = apart(problem.q, problem, problem.heads);
  const dR = kRope?.shape.at(-1) ?? 0;
  const length = latent!.data.length / Math.max(1, (latent!.shape.at(-1) ?? 1) * batch);
  const width = (up: Tensor | undefined): number =>
    up ? up.data.length / Math.max(1, heads * (latent!.shape.at(-1) ?? 1)) : 0;
  return [
    [batch, heads, nQ, dNope + dR],
    [batch, heads, length, width(wUk) + dR],
    [batch, heads, length, width(wUv)],
  ];
}

/** Queries and keys without features, beside saved scores or weights. */
function savedShapes({ shape }: Tensor, v: Tensor | undefined): readonly [Shape4, Shape4, Shape4] {
  const four = (from: readonly number[]): Shape4 =>
    [...[1, 1].slice(Math.max(0, from.length - 2)), ...from].slice(0, 4) as unknown as Shape4;
  const [batch, heads, nQ, nK] = four(shape);
  const values = v ? four(v.shape) : ([batch, 1, nK, 0] as const);
  return [[batch, heads, nQ, 0], [batch, values[1], nK, 0], values];
}

/** As `splitHeads` reads it. */
function apart(from: Tensor | undefined, problem: Problem, heads: number | undefined): Shape4 {
  const shape = from?.shape ?? [];
  const [first = 0, second = 0, third = 0, fourth = 0] = shape;
  if (shape.length < 2 || shape.length > 4) return [0, 0, 0, 0];
  const count = heads ?? 1;
  switch (axesOf('Q', shape, settle(problem).layout, heads)) {
    case 'bhld':
      return [first, second, third, fourth];
    case 'blhd':
      return [first, third, second, fourth];
    case 'hld':
      return [1, first, second, third];
    case 'lhd':
      return [1, second, first, third];
    case 'ble':
      return [first, count, second, third / count];
    case 'lbe':
      return [second, count, first, third / count];
    case 'le':
      return [1, count, first, second / count];
  }
}

/** How many cached keys. */
function lengthOf(past: Tensor | undefined, problem: Problem): number {
  if (!past) return 0;
  const { layout } = settle(problem);
  const { shape } = past;
  // A cache of four axes may stand beside fused keys.
  const axes = axesOf('past_key', shape, shape.length === 4 && layout.length === 3 ? 'bhld' : layout, problem.heads);
  return shape[axes.indexOf('l')] ?? 0;
}
