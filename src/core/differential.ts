import { block, headByHead, sharedBlock } from './blocks.js';
import { dataError, usageError } from './facts.js';
import type { Norm } from './norm.js';
import type { Problem } from './problem.js';
import type { Tensor4 } from './tensor.js';
import type { Sizes } from './trace.js';

/** RMSNorm of each head's output, Ye et al. 2024, section 2.1. */
const EPSILON = 1e-5;

/** How many heads the difference leaves, and whether each takes the values of both maps side by side. */
export interface Pairing {
  readonly pairs: number;
  readonly sideBySide: boolean;
}

/**
 * Two query heads make one head of the output. Its values, by the numbers of heads alone: half as many value heads as key heads are the
 * pairs' own (Ye et al. 2024, arXiv 2410.05258: twice as wide); neighbours that share a key head take its value head (version 2 of the
 * authors' code); else the values of both heads stand side by side (DiffLlama).
 *
 * @returns undefined without `differential`
 * @throws AttnError (usage) for an odd number of query heads
 * @example pairingOf({ differential: 0.5 }, 4, 4, 2) // => { pairs: 2, sideBySide: false }
 */
export function pairingOf(
  { differential, differentialPairs }: Problem,
  heads: number,
  keyHeads: number,
  valueHeads: number,
): Pairing | undefined {
  if (differential === undefined) return undefined;
  if (heads % 2 !== 0 || heads === 0) throw usageError({ code: 'differential-heads', found: heads });
  const pairs = heads / 2;
  const own = valueHeads * 2 === keyHeads && pairs % valueHeads === 0;
  const shared = differentialPairs !== 'halves' && valueHeads === keyHeads && (heads / keyHeads) % 2 === 0;
  return { pairs, sideBySide: !own && !shared };
}

/**
 * The two query heads of pair g.
 *
 * @example pairOf({ differentialPairs: 'halves' }, 1, 3) // => [1, 4]
 */
export function pairOf({ differentialPairs }: Problem, g: number, pairs: number): readonly [number, number] {
  return differentialPairs === 'halves' ? [g, g + pairs] : [2 * g, 2 * g + 1];
}

/** The pair of a query head. */
export function pairWith({ differentialPairs }: Problem, head: number, pairs: number): number {
  return differentialPairs === 'halves' ? head % pairs : Math.floor(head / 2);
}

/** The sizes as the output has them: one head for each pair. */
export function outputSizes(sizes: Sizes): Sizes {
  return sizes.pairing ? { ...sizes, heads: sizes.pairing.pairs } : sizes;
}

/** λ of pair g and query i of batch item b. @throws AttnError when there are more or fewer than pairs and queries */
export function lambdaOf({ differential }: Problem, sizes: Sizes): (b: number, g: number, i: number) => number {
  if (differential === undefined) throw new TypeError('no differential attention');
  if (typeof differential === 'number') return () => differential;
  const { shape, data } = differential;
  const { batch, nQ } = sizes;
  const { pairs } = sizes.pairing!;
  const expected = [[pairs], [pairs, nQ], [batch, pairs], [batch, pairs, nQ]];
  if (data.length === 1) return () => data[0]!;
  const which = expected.findIndex(
    (wanted) => wanted.length === shape.length && wanted.every((length, axis) => length === shape[axis]),
  );
  switch (which) {
    case 0:
      return (_, g) => data[g]!;
    case 1:
      return (_, g, i) => data[g * nQ + i]!;
    case 2:
      return (b, g) => data[b * pairs + g]!;
    case 3:
      return (b, g, i) => data[(b * pairs + g) * nQ + i]!;
    default:
      throw dataError({ code: 'differential-lambda', found: shape, expected });
  }
}

/**
 * A_g = P_a − λ·P_b for the two heads a, b of each pair. Ye et al. 2024, eq. 1.
 *
 * @param maps (batch, 2·pairs, n_q, n_k)
 * @returns (batch, pairs, n_q, n_k): rows sum to 1 − λ
 */
export function difference(problem: Problem, sizes: Sizes, maps: Tensor4): Tensor4 {
  const { batch, nQ, nK } = sizes;
  const { pairs } = sizes.pairing!;
  const lambda = lambdaOf(problem, sizes);
  return headByHead([batch, pairs, nQ, nK], (b, g) => {
    const [first, second] = pairOf(problem, g, pairs).map((h) => block(maps, b, h)) as [Float64Array, Float64Array];
    return first.map((weight, cell) => weight - lambda(b, g, Math.floor(cell / nK)) * second[cell]!);
  });
}

/** From ∂L/∂A to ∂L/∂P of both maps. */
export function differenceBackward(problem: Problem, sizes: Sizes, gradient: Tensor4): Tensor4 {
  const { batch, heads, nQ, nK } = sizes;
  const { pairs } = sizes.pairing!;
  const lambda = lambdaOf(problem, sizes);
  return headByHead([batch, heads, nQ, nK], (b, h) => {
    const g = pairWith(problem, h, pairs);
    const first = pairOf(problem, g, pairs)[0] === h;
    return block(gradient, b, g).map((dA, cell) => (first ? dA : -lambda(b, g, Math.floor(cell / nK)) * dA));
  });
}

/**
 * The values of both heads of each pair, side by side.
 *
 * @param values (batch, value heads, n_k, d)
 * @returns (batch, pairs, n_k, 2·d)
 */
export function sideBySide(problem: Problem, sizes: Sizes, values: Tensor4): Tensor4 {
  const { pairs } = sizes.pairing!;
  const [batch, , nK, d] = values.shape;
  return headByHead([batch, pairs, nK, 2 * d], (b, g) => {
    const out = new Float64Array(nK * 2 * d);
    pairOf(problem, g, pairs).forEach((h, side) => {
      const own = sharedBlock(values, b, h, sizes.heads);
      for (let j = 0; j < nK; j++) out.set(own.subarray(j * d, (j + 1) * d), (2 * j + side) * d);
    });
    return out;
  });
}

/** The norm of each head's output, where there is one: rms where λ₀ is given, unless it is said. */
export function outputNorm(problem: Problem, dV: number): Norm | undefined {
  const { differentialNorm, differentialInit, differentialGain: gain } = problem;
  const kind = differentialNorm ?? (differentialInit !== undefined || gain ? 'rms' : 'none');
  if (kind === 'none') {
    if (gain) throw usageError({ code: 'differential-gain-without-norm' });
    return undefined;
  }
  if (gain && gain.data.length !== dV)
    throw dataError({ code: 'differential-gain-size', found: gain.data.length, expected: dV });
  return {
    kind: 'rms',
    epsilon: EPSILON,
    over: 'head',
    gain: gain ? (_, m) => gain.data[m]! : () => 1,
    bias: () => 0,
  };
}

/** Is something done to each head's output after the difference? */
export function changesOutput({
  differential,
  differentialNorm,
  differentialInit,
  differentialGain,
}: Problem): boolean {
  if (differential === undefined) return false;
  return (
    differentialNorm === 'rms' ||
    differentialGain !== undefined ||
    (differentialInit !== undefined && differentialNorm !== 'none') ||
    (differentialInit ?? 0) !== 0
  );
}

/** A key is seen by a pair where one of its two heads sees it. */
export function pairedKeep(problem: Problem, sizes: Sizes, keep: Tensor4): Tensor4 {
  const { batch, nQ, nK } = sizes;
  const { pairs } = sizes.pairing!;
  return headByHead(
    [batch, pairs, nQ, nK],
    (b, g) => {
      const [first, second] = pairOf(problem, g, pairs).map((h) => block(keep, b, h)) as [Float64Array, Float64Array];
      return first.map((seen, cell) => (seen === 1 || second[cell] === 1 ? 1 : 0));
    },
    'bool',
  );
}
