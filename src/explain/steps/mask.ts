import { maskReason } from '../../core/index.js';
import { BEFORE_MASK, type Lens } from '../../lens/index.js';
import type { MaskStep } from '../lesson.js';

/** Whom the speaker may not hear, and why. Nothing, when it may hear all. */
export function mask(lens: Lens, i: number): MaskStep | undefined {
  const heard = lens.attended(i);
  if (heard.every(Boolean)) return undefined;
  const scores = lens.row(BEFORE_MASK, i);
  const masked = lens.rowIfAny('masked', i) ?? scores;
  const { bias, alibi, scoreMod } = lens.trace.problem;
  const reasons = heard.map((may, j) => (may ? undefined : maskReason(lens.trace, lens.batch, lens.head, i, j)));
  const adjusted = Boolean(bias || alibi || scoreMod);
  const { window } = lens.trace.problem;
  return {
    kind: 'mask',
    before: scores.map((score, j) => (heard[j] || reasons[j] === 'selection' ? masked[j]! : adjusted ? NaN : score)),
    heard,
    reasons,
    ...(window && { window }),
  };
}
