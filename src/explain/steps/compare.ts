import type { CompareStep } from '../lesson.js';
import { row, type View } from '../view.js';
import { headOutput } from './listen.js';

/** The same speaker in the trace before a change (a word hidden, a mask put on) and after it. */
export function compare(view: View, before: View, i: number): CompareStep {
  const of = (one: View) => ({ weights: row(one, 'weights', i)!, output: headOutput(one, i) });
  return { kind: 'compare', hidden: view.trace.problem.hide ?? [], before: of(before), after: of(view) };
}
