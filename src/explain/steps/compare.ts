import { HEAD_OUTPUT, type Lens } from '../../lens/index.js';
import type { CompareStep } from '../lesson.js';

/** The same speaker in the trace before a change (a word hidden, a mask put on) and after it. */
export function compare(lens: Lens, before: Lens, i: number): CompareStep {
  const of = (one: Lens) => ({ weights: one.row('weights', i), output: one.row(HEAD_OUTPUT, i) });
  return { kind: 'compare', hidden: lens.trace.problem.hide ?? [], before: of(before), after: of(lens) };
}
