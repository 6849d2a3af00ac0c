import type { ListenStep } from '../lesson.js';
import { heardBy, row, valuesOf, type View } from '../view.js';

/** weight × value of everybody, and their sum: what this head makes of the speaker. */
export function listen(view: View, i: number): ListenStep {
  const weights = row(view, 'weights', i)!;
  const heard = heardBy(view, i);
  const values = valuesOf(view);
  // What is masked takes no part, not even as 0 × NaN.
  const terms = values.map((value, j) => value.map((x) => (heard[j] ? weights[j]! * x : 0)));
  return { kind: 'listen', weights, heard, values, terms, output: headOutput(view, i) };
}

/** The output of one head: stage `heads` where heads are joined afterwards, else the output itself. */
export function headOutput(view: View, i: number): readonly number[] {
  return row(view, 'heads', i) ?? row(view, 'output', i)!;
}
