import type { Problem } from './problem.js';

/**
 * Are the scores dot products of queries and keys?
 *
 * @example isDotProduct({}) // => true
 */
export function isDotProduct({ similarity = 'dot' }: Pick<Problem, 'similarity'>): boolean {
  return similarity === 'dot';
}

/**
 * Is it the attention of the paper: dot products through a softmax (Vaswani et al. 2017, eq. 1)?
 *
 * @example isDotProductSoftmax({ normalizer: 'sigmoid' }) // => false
 */
export function isDotProductSoftmax(problem: Pick<Problem, 'similarity' | 'normalizer' | 'differential'>): boolean {
  return isDotProduct(problem) && problem.differential === undefined && (problem.normalizer ?? 'softmax') === 'softmax';
}
