import { align } from '../../core/align.js';
import { settle } from '../../core/settings.js';
import type { MaskStep, Reason } from '../lesson.js';
import { heardBy, row, type View } from '../view.js';

/** Whom the speaker may not hear, and why. Nothing, when it may hear all. */
export function mask(view: View, i: number): MaskStep | undefined {
  const scores = row(view, 'softcapped', i) ?? row(view, 'scaled', i)!;
  const heard = heardBy(view, i);
  if (heard.every(Boolean)) return undefined;
  const masked = row(view, 'masked', i) ?? scores;
  const { bias, alibi, scoreMod } = view.trace.problem;
  const adjusted = Boolean(bias || alibi || scoreMod);
  const because = reasons(view);
  const { window } = view.trace.problem;
  return {
    kind: 'mask',
    before: scores.map((score, j) => (heard[j] ? masked[j]! : adjusted ? NaN : score)),
    heard,
    reasons: heard.map((may, j) => (may ? undefined : because(i, j))),
    ...(window && { window }),
  };
}

/** Several rules may forbid the same key: the plainest to tell is named. */
function reasons({ trace, batch }: View): (i: number, j: number) => Reason {
  const { problem, sizes } = trace;
  const { causal, position, lengths } = align(problem, settle(problem), sizes);
  const hidden = new Set(problem.hide);
  const [before, after] = problem.window ?? [-1, -1];
  return (i, j) => {
    const distance = j - (i + position[batch]!);
    if (hidden.has(j)) return 'hidden';
    if (lengths && j >= lengths[batch]!) return 'padding';
    if (causal && j > i + causal.offset[batch]!) return 'causal';
    if ((before >= 0 && -distance > before) || (after >= 0 && distance > after)) return 'window';
    return problem.mask ? 'mask' : 'bias';
  };
}
