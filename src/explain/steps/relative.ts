import { relativeText } from '../../core/index.js';
import type { Lens } from '../../lens/index.js';
import type { RelativeStep } from '../lesson.js';

/** What the distance adds to each score; nothing where there is no such term. */
export function relative(lens: Lens, i: number): RelativeStep | undefined {
  const { problem } = lens.trace;
  const after = lens.rowIfAny('relative', i);
  if (!after) return undefined;
  const by: RelativeStep['by'] = [
    ...(problem.relativeKey ? (['key'] as const) : []),
    ...(problem.relativeQuery ? (['query'] as const) : []),
    ...(problem.relativeU ? (['u'] as const) : []),
    ...(problem.relativeV ? (['v'] as const) : []),
  ];
  return { kind: 'relative', text: relativeText(problem), by, before: lens.row('scores', i), after };
}
