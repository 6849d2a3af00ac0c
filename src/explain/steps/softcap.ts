import type { SoftcapStep } from '../lesson.js';
import { row, type View } from '../view.js';

/** C·tanh(s/C): no score may shout louder than C. */
export function softcap(view: View, i: number): SoftcapStep | undefined {
  const { softcap: cap } = view.trace.problem;
  const after = row(view, 'softcapped', i);
  return cap !== undefined && after ? { kind: 'softcap', cap, before: row(view, 'scaled', i)!, after } : undefined;
}
