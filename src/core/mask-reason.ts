import { tensor, type Tensor4 } from './tensor.js';
import type { Trace } from './trace.js';

/**
 * Why a query may not see a key. Several rules may forbid the same key: the first of this list is named. A trace keeps one
 * byte a cell, 0 for a key that is seen, else the place in this list from 1.
 *
 * - query-padding: the query itself is behind the query length of its batch item
 * - hidden: taken away by `--hide`
 * - padding: behind the key length of its batch item
 * - causal, window: too late, or too far away
 * - chunk, document: of another chunk, or another packed document than the query
 * - mask: the user's mask forbids this cell
 * - score-mod, bias, alibi: it makes the score −∞
 * - overflow: the score itself is −∞: an input is infinite, or the number too large for its type
 * - selection: it may be seen, but is not among the keys or blocks that `--select-top` or `--select-blocks` choose
 */
export const MASK_REASONS = [
  'query-padding',
  'hidden',
  'padding',
  'causal',
  'window',
  'chunk',
  'document',
  'mask',
  'score-mod',
  'bias',
  'alibi',
  'overflow',
  'selection',
] as const;

export type MaskReason = (typeof MASK_REASONS)[number];

/** How a reason is kept in a trace. */
export function reasonNumber(reason: MaskReason): number {
  return MASK_REASONS.indexOf(reason) + 1;
}

/**
 * Why query i may not see key j; undefined when it may.
 *
 * @param trace (B, H, n_q, n_k) reasons, absent where everybody sees everybody
 * @example maskReason(attend({ q: matrix([[1], [2]]), causal: true }), 0, 0, 0, 1) // => 'causal'
 * @example maskReason(attend({ q: matrix([[1], [2]]), causal: true }), 0, 0, 1, 1) // => undefined
 */
export function maskReason(
  { reasons, sizes: { heads, nQ, nK } }: Pick<Trace, 'reasons' | 'sizes'>,
  b: number,
  h: number,
  i: number,
  j: number,
): MaskReason | undefined {
  const number = reasons?.[((b * heads + h) * nQ + i) * nK + j] ?? 0;
  return MASK_REASONS[number - 1];
}

/**
 * The mask as the masks alone make it: what `--select-top` or `--select-blocks` leave out may still be seen.
 *
 * @returns (B, H, n_q, n_k), 1 = may attend; undefined when nothing is masked
 */
export function maskBeforeSelection({
  mask,
  reasons,
  stages,
}: Pick<Trace, 'mask' | 'reasons' | 'stages'>): Tensor4 | undefined {
  if (!mask || !reasons || !stages.has('selected')) return mask;
  const selection = reasonNumber('selection');
  const keep = mask.data.map((seen, cell) => (reasons[cell] === selection ? 1 : seen));
  return keep.includes(0) ? tensor(mask.shape, keep, { dtype: 'bool' }) : undefined;
}
