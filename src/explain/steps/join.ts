import type { JoinStep } from '../lesson.js';
import { row, type View } from '../view.js';
import { headOutput } from './listen.js';
import { products } from './project.js';

/** All heads of the speaker side by side, and through W_O where there is one. */
export function join(view: View, i: number): JoinStep | undefined {
  const { problem, sizes } = view.trace;
  if (!view.trace.stages.has('heads')) return undefined;
  const heads = Array.from({ length: sizes.heads }, (_, head) => headOutput({ ...view, head }, i));
  const joined = heads.flat();
  if (!problem.wo) return { kind: 'join', heads, output: joined };
  const output = row(view, 'output', i)!;
  return { kind: 'join', heads, columns: products(joined, problem.wo, 0, output), output };
}
