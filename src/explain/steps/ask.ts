import { savedName } from '../../core/index.js';
import { dotProducts, KEYS, QUERIES, type Lens } from '../../lens/index.js';
import type { AskStep } from '../lesson.js';

/** q against every key: the products, and the score that they add up to. */
export function ask(lens: Lens, i: number): AskStep | undefined {
  if (savedName(lens.trace.problem)) return undefined; // the scores came without their products
  const q = lens.row(QUERIES, i);
  const keys = lens.rows(KEYS);
  return {
    kind: 'ask',
    similarity: lens.trace.problem.similarity ?? 'dot',
    voices: lens.row('scores', i).map((value, j) => ({
      products: dotProducts(q, keys[j]!),
      value,
      heard: lens.attends(i, j),
    })),
  };
}
