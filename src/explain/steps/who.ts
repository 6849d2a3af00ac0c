import type { WhoStep } from '../lesson.js';
import { keysOf, row, valuesOf, type View } from '../view.js';

/** The three lists: the speaker's query, everybody's key and value. */
export function who(view: View, i: number): WhoStep {
  const { problem, sizes } = view.trace;
  const { random, seed } = problem.provenance ?? {};
  return {
    kind: 'who',
    q: row(view, 'q_rotated', i) ?? row(view, 'q', i)!,
    k: keysOf(view),
    v: valuesOf(view),
    ...(random && { random: seed === undefined ? {} : { seed } }),
    cached: sizes.nPast,
    sharing: sizes.heads / sizes.kvHeads,
  };
}
