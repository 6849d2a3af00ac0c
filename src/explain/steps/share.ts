import { normalizerRule } from '../../core/index.js';
import { softmaxRow, type Lens } from '../../lens/index.js';
import type { ShareStep } from '../lesson.js';

/** What turns scores into weights, opened up: largest off, e^x, sum, divide. */
export function share(lens: Lens, i: number): ShareStep | undefined {
  if (lens.trace.problem.attentionWeights) return undefined;
  const { temperature = 1, normalizer = 'softmax', normalizeOver: over = 'keys' } = lens.trace.problem;
  const { logits, attended, largest, shifted, exps, sum, sink } = softmaxRow(lens, i);
  return {
    kind: 'share',
    normalizer,
    over,
    sumsToOne: over === 'queries-then-keys' || (over === 'keys' && normalizerRule(normalizer).sumsToOne),
    temperature,
    logits,
    heard: attended,
    largest,
    shifted,
    exps,
    sum,
    weights: lens.row(['maps', 'weights'], i),
    ...(sink && { sink: sink.logit, sinkExp: sink.exp }),
  };
}
