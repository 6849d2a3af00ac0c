import type { Problem } from './problem.js';
import { hasRelativeScores } from './relative.js';

/**
 * Are the scores dot products of queries and keys, and nothing else?
 *
 * @example isDotProduct({}) // => true
 */
export function isDotProduct(problem: Problem): boolean {
  return (problem.similarity ?? 'dot') === 'dot' && !hasRelativeScores(problem);
}

/**
 * Is each head's output one mixture of values by the weights of one normalizer? Not under differential attention, nor a recurrence.
 *
 * @example isOneMap({ recurrence: 'linear' }) // => false
 */
export function isOneMap({ differential, recurrence }: Pick<Problem, 'differential' | 'recurrence'>): boolean {
  return differential === undefined && recurrence === undefined;
}

/**
 * Is it the attention of the paper: dot products through a softmax (Vaswani et al. 2017, eq. 1)?
 *
 * @example isDotProductSoftmax({ normalizer: 'sigmoid' }) // => false
 */
export function isDotProductSoftmax(problem: Problem): boolean {
  return isDotProduct(problem) && isOneMap(problem) && (problem.normalizer ?? 'softmax') === 'softmax';
}
