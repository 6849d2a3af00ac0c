import type { Adjustment, AdjustStep } from '../lesson.js';
import { mayHear, row, type View } from '../view.js';

/** What bias, ALiBi and a score expression do to the scores before the mask. */
export function adjust(view: View, i: number): AdjustStep | undefined {
  const { bias, alibi, scoreMod } = view.trace.problem;
  const by: Adjustment[] = [
    ...(alibi ? (['alibi'] as const) : []),
    ...(bias ? (['bias'] as const) : []),
    ...(scoreMod ? (['score-mod'] as const) : []),
  ];
  const after = row(view, 'masked', i);
  if (by.length === 0 || !after) return undefined;
  return {
    kind: 'adjust',
    by,
    ...(scoreMod && { scoreMod: scoreMod.text }),
    before: row(view, 'softcapped', i) ?? row(view, 'scaled', i)!,
    after: after.map((x, j) => (mayHear(view, i, j) ? x : NaN)),
  };
}
