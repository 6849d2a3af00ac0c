import { align } from '../../core/align.js';
import { settle } from '../../core/settings.js';
import type { Trace } from '../../core/trace.js';
import type { MaskReason } from '../parts/picture-words.js';

/**
 * Why query i of a batch item may not hear key j. Several rules may forbid the same key: the plainest to tell is named.
 * Ask only about cells that are masked.
 */
export function whyMasked({ problem, sizes }: Trace): (batch: number, i: number, j: number) => MaskReason {
  const { causal, position, lengths } = align(problem, settle(problem), sizes);
  const hidden = new Set(problem.hide);
  const [before, after] = problem.window ?? [-1, -1];
  return (batch, i, j) => {
    const distance = j - (i + position[batch]!);
    if (hidden.has(j)) return 'hidden';
    if (lengths && j >= lengths[batch]!) return 'padding';
    if (causal && j > i + causal.offset[batch]!) return 'causal';
    if ((before >= 0 && -distance > before) || (after >= 0 && distance > after)) return 'window';
    return problem.mask ? 'mask' : 'bias';
  };
}
