import { maskReason } from '../../core/index.js';
import { BEFORE_MASK, type Lens } from '../../lens/index.js';
import type { Adjustment, AdjustStep } from '../lesson.js';

/** What bias, ALiBi and a score expression do to the scores before the mask. */
export function adjust(lens: Lens, i: number): AdjustStep | undefined {
  const { bias, alibi, scoreMod } = lens.trace.problem;
  const by: Adjustment[] = [
    ...(alibi ? (['alibi'] as const) : []),
    ...(bias ? (['bias'] as const) : []),
    ...(scoreMod ? (['score-mod'] as const) : []),
  ];
  const after = lens.rowIfAny('masked', i);
  if (by.length === 0 || !after) return undefined;
  return {
    kind: 'adjust',
    by,
    ...(scoreMod && { scoreMod: scoreMod.text }),
    before: lens.row(BEFORE_MASK, i),
    after: after.map((x, j) =>
      [undefined, 'selection'].includes(maskReason(lens.trace, lens.batch, lens.head, i, j)) ? x : NaN,
    ),
  };
}
