import { fourAxes, reshape, sinksOf, slopesOf, tensor, type Tensor, type Tensor4 } from '../core/index.js';
import type { Attempt } from './attempt.js';

/**
 * The first batch item and the query heads of its first key head: enough to refute nearly every mistake of a large problem.
 * Numbers of heads and items stay what they were, since both start from 0; a finished attempt is cut, not the problem
 * before the mistake, so that sizes that a mistake mixes up are still the whole ones.
 */
export function excerptOf(attempt: Attempt): Attempt {
  const { problem, geometry } = attempt;
  const [, heads, nQ, nK] = geometry.shape;
  const group = heads / Math.min(problem.k!.shape[1]!, problem.v!.shape[1]!);
  const shape = [1, group, nQ, nK] as const;
  const { bias, alibi, sink } = problem;
  return {
    ...attempt,
    problem: {
      ...problem,
      q: first(problem.q!, 1, group),
      k: first(problem.k!, 1, 1),
      v: first(problem.v!, 1, 1),
      ...(problem.pastKey && { pastKey: first(problem.pastKey, 1, 1), pastValue: first(problem.pastValue!, 1, 1) }),
      ...(bias && !('at' in bias) && bias.shape.length > 2 && { bias: first(bias, 1, group) }),
      ...(alibi && { alibi: tensor([group], slopesOf(alibi, heads).slice(0, group)) }),
      ...(sink !== undefined && { sink: tensor([group], sinksOf(sink, heads, 'softmax').slice(0, group)) }),
      ...(problem.queryLengths && { queryLengths: tensor([1], problem.queryLengths.data.slice(0, 1)) }),
      ...(problem.keyLengths && { keyLengths: tensor([1], problem.keyLengths.data.slice(0, 1)) }),
    },
    geometry: { ...geometry, shape },
  };
}

const cuts = new WeakMap<Tensor, Tensor4>();

/** The first items and heads of a tensor of three or four axes; the same tensor each time, so that products are remembered. */
export function first(from: Tensor, items: number, heads: number): Tensor4 {
  const known = cuts.get(from);
  if (known) return known;
  const [batch, all, rows, columns] = fourAxes(
    from.shape.length === 4 ? from : reshape(from, [1, ...from.shape]),
  ).shape;
  const shape = [Math.min(items, batch), Math.min(heads, all), rows, columns] as const;
  const cut = tensor(shape, from.data.subarray(0, shape[1] * rows * columns), { dtype: from.dtype });
  cuts.set(from, cut);
  return cut;
}
