import { exp, scaleAt } from '../../core/index.js';
import { BEFORE_SCALE, type Lens } from '../../lens/index.js';
import { largest } from '../extremes.js';
import type { ScaleStep, Vector } from '../lesson.js';

/** ÷√d_k, or another factor; nothing when the factor is 1. */
export function scale(lens: Lens, i: number): ScaleStep | undefined {
  const { trace } = lens;
  if (trace.problem.attentionWeights) return undefined;
  const factor = scaleAt(trace, i, lens.head, lens.batch);
  if (factor === 1) return undefined;
  const before = lens.row(BEFORE_SCALE, i);
  const after = lens.row('scaled', i);
  const contrast = contrastOf(lens, i, before);
  return {
    kind: 'scale',
    factor,
    text: trace.scaleText,
    standard: trace.problem.scale === undefined && trace.scale === 1 / Math.sqrt(trace.sizes.dK),
    before,
    after,
    ...(contrast && { contrast }),
  };
}

/** How much the strongest voice would get without the factor. Silent where other steps would blur the comparison. */
function contrastOf(lens: Lens, i: number, scores: Vector): ScaleStep['contrast'] {
  const { problem, stages } = lens.trace;
  const plain =
    !stages.has('softcapped') &&
    !problem.bias &&
    !problem.alibi &&
    !problem.scoreMod &&
    problem.sink === undefined &&
    (problem.normalizer ?? 'softmax') === 'softmax' &&
    (problem.temperature ?? 1) === 1;
  const heard = lens.attended(i);
  if (!plain || heard.filter(Boolean).length < 2) return undefined;
  const weights = lens.row('weights', i);
  const most = largest(scores.filter((_, j) => heard[j]));
  const exps = scores.map((score, j) => (heard[j] ? exp(score - most) : 0));
  const sum = exps.reduce((total, x) => total + x, 0);
  const key = weights.indexOf(largest(weights));
  const without = exps[key]! / sum;
  return Number.isFinite(without) ? { key, without, with: weights[key]! } : undefined;
}
