import type { Lens } from '../../lens/index.js';
import type { RotateStep } from '../lesson.js';

/** RoPE: the query turned by the speaker's place in the sentence. */
export function rotate(lens: Lens, i: number): RotateStep | undefined {
  const after = lens.rowIfAny('q_rotated', i);
  return (
    after && {
      kind: 'rotate',
      before: lens.row(lens.trace.problem.normOrder === 'after-rope' ? 'q' : ['q_normed', 'q'], i),
      after,
    }
  );
}
