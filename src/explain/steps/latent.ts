import { latentRow } from '../../core/index.js';
import type { Lens } from '../../lens/index.js';
import type { LatentStep } from '../lesson.js';

/** c → k and v of the speaker itself, or of the first new key. */
export function latent(lens: Lens, self: number | undefined): LatentStep | undefined {
  const { problem, sizes, form } = lens.trace;
  const of = self ?? sizes.nPast;
  const c = latentRow(problem, sizes, form, lens.batch, of);
  if (!c || of >= sizes.nK) return undefined;
  return {
    kind: 'latent',
    of,
    c,
    k: lens.row('k', of - sizes.nPast),
    v: lens.row('v', of - sizes.nPast),
    turned: problem.kRope?.shape.at(-1) ?? 0,
  };
}
