import { outputsOfHeads, type Lens } from '../../lens/index.js';
import type { JoinStep } from '../lesson.js';
import { products } from './project.js';

/** All heads of the speaker side by side, and through W_O where there is one. */
export function join(lens: Lens, i: number): JoinStep | undefined {
  const { problem } = lens.trace;
  if (!lens.trace.stages.has('heads') || !lens.trace.stages.get('output')!.joined) return undefined;
  const heads = outputsOfHeads(lens, i);
  const joined = heads.flat();
  if (!problem.wo) return { kind: 'join', heads, output: joined };
  const output = lens.row('output', i);
  return {
    kind: 'join',
    heads,
    columns: products(joined, problem.wo, 0, output, problem.bo),
    biased: problem.bo !== undefined,
    output,
  };
}
