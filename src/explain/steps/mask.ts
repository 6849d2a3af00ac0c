import { whyMasked } from '../../show/derivation/why-masked.js';
import type { MaskStep } from '../lesson.js';
import { heardBy, row, type View } from '../view.js';

/** Whom the speaker may not hear, and why. Nothing, when it may hear all. */
export function mask(view: View, i: number): MaskStep | undefined {
  const scores = row(view, 'softcapped', i) ?? row(view, 'scaled', i)!;
  const heard = heardBy(view, i);
  if (heard.every(Boolean)) return undefined;
  const masked = row(view, 'masked', i) ?? scores;
  const { bias, alibi, scoreMod } = view.trace.problem;
  const adjusted = Boolean(bias || alibi || scoreMod);
  const because = whyMasked(view.trace);
  const { window } = view.trace.problem;
  return {
    kind: 'mask',
    before: scores.map((score, j) => (heard[j] ? masked[j]! : adjusted ? NaN : score)),
    heard,
    reasons: heard.map((may, j) => (may ? undefined : because(view.batch, i, j))),
    ...(window && { window }),
  };
}
