import type { RotateStep } from '../lesson.js';
import { row, type View } from '../view.js';

/** RoPE: the query turned by the speaker's place in the sentence. */
export function rotate(view: View, i: number): RotateStep | undefined {
  const after = row(view, 'q_rotated', i);
  return after && { kind: 'rotate', before: row(view, 'q', i)!, after };
}
