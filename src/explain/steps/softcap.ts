import type { Lens } from '../../lens/index.js';
import type { SoftcapStep } from '../lesson.js';

/** C·tanh(s/C): no score may shout louder than C. */
export function softcap(lens: Lens, i: number): SoftcapStep | undefined {
  const { softcap: cap } = lens.trace.problem;
  const after = lens.rowIfAny('softcapped', i);
  return cap !== undefined && after ? { kind: 'softcap', cap, before: lens.row('scaled', i), after } : undefined;
}
