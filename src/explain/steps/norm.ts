import type { Lens } from '../../lens/index.js';
import type { NormStep } from '../lesson.js';

/** The query brought to one length, before or after RoPE. */
export function norm(lens: Lens, i: number): NormStep | undefined {
  const { qNorm, qNormGain, kNorm, normOrder } = lens.trace.problem;
  const after = lens.rowIfAny('q_normed', i);
  if (!after || qNorm === undefined) return undefined;
  return {
    kind: 'norm',
    by: qNorm,
    gain: qNormGain !== undefined,
    keysToo: kNorm !== undefined,
    before: lens.row(normOrder === 'after-rope' ? ['q_rotated', 'q'] : 'q', i),
    after,
  };
}
