import { savedName } from '../../core/index.js';
import { KEYS, QUERIES, VALUES, type Lens } from '../../lens/index.js';
import type { WhoStep } from '../lesson.js';

/** The three lists: the speaker's query, everybody's key and value. */
export function who(lens: Lens, i: number): WhoStep | undefined {
  if (savedName(lens.trace.problem)) return undefined; // no lists are known
  const { problem, sizes } = lens.trace;
  const { random, seed } = problem.provenance ?? {};
  return {
    kind: 'who',
    q: lens.row(QUERIES, i),
    k: lens.rows(KEYS),
    v: lens.rows(VALUES),
    ...(random && { random: seed === undefined ? {} : { seed } }),
    cached: sizes.nPast,
    sharing: sizes.heads / sizes.kvHeads,
  };
}
