import type { ScoreShape } from '../core/broadcast.js';
import type { Problem } from '../core/problem.js';
import type { StageName } from '../core/trace.js';
import { cellCount } from './cells.js';
import type { Prepared } from './prepare.js';

/** The stages that the kernel computes. The weights are its only n×n matrix, stored only when asked for. */
const STAGES: ReadonlySet<StageName> = new Set(['output', 'heads', 'lse', 'weights', 'grad_q', 'grad_k', 'grad_v']);

/** Largest number of cells of a mask or bias expression that is evaluated in advance. */
const MOST_CELLS = 2 ** 28;

/** Why the kernel cannot compute this problem, whatever its sizes; undefined when it can. */
export function refusal(problem: Problem, wanted: Iterable<StageName>): string | undefined {
  const other = [...wanted].find((stage) => !STAGES.has(stage));
  if (other) return `${other} is asked for, and the kernel gives output, weights, lse and gradients`;
  if (problem.grad && [...wanted].includes('weights'))
    return 'weights and gradients are asked for, and the kernel gives one of them';
  const { dtype, similarity, normalizer, temperature, sink } = problem;
  if (dtype && dtype !== 'float64') return `--dtype ${dtype} rounds every stage`;
  if (similarity && similarity !== 'dot') return `the similarity is ${similarity}`;
  if (normalizer && normalizer !== 'softmax') return `the normalizer is ${normalizer}`;
  if (problem.scoreMod) return '--score-mod may be any function of the score';
  if (temperature !== undefined && !(temperature > 0 && temperature < Infinity))
    return `the temperature is ${temperature}`;
  if (sink !== undefined && !(typeof sink === 'number' ? [sink] : sink.data).every(Number.isFinite))
    return 'a sink is no finite number';
  return undefined;
}

/** Reasons that depend on the sizes. */
export function refusalOfSizes({ problem, arranged: { sizes }, keys, values }: Prepared): string | undefined {
  const { batch, heads, nQ, nK, dK, dV } = sizes;
  const shape: ScoreShape = [batch, heads, nQ, nK];
  if ([batch, heads, nQ, nK, dK, dV].includes(0)) return 'a size is 0';
  if (problem.grad && keys.shape[1] !== values.shape[1])
    return 'gradients of as many key heads as value heads are all it gives';
  for (const [name, cells] of [
    ['mask', problem.mask],
    ['bias', problem.bias],
  ] as const) {
    if (cells && 'at' in cells && cellCount(cells, shape) > MOST_CELLS)
      return `the ${name} is an expression of too many cells`;
  }
  return undefined;
}
