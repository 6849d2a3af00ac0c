import { block, headByHead } from '../blocks.js';
import { normalizerRule } from '../normalizer/normalizer.js';
import type { Problem } from '../problem.js';
import type { Settings } from '../settings.js';
import type { Tensor4 } from '../tensor.js';
import { logitsOf } from '../trace.js';
import { sinksOf } from './normalize.js';
import type { Step } from './step.js';

/** What the denominator of each row's softmax came to; other kernels give it, so that results can be merged. */
export const step: Step = {
  name: 'lse',
  applies: ({ normalizer, normalizeOver, attentionWeights }) =>
    attentionWeights === undefined &&
    (normalizeOver ?? 'keys') === 'keys' &&
    normalizerRule(normalizer ?? 'softmax').lse !== undefined,
  makes: [
    {
      name: 'lse',
      stage: {
        name: 'lse',
        rows: 'query',
        columns: 'one',
        formula: ({ stages, settings }) => normalizerRule(settings.normalizer).lse!.formula(logitsOf(stages).name),
        numbers: (counts) => counts.queries,
      },
    },
  ],
  forward: ({ problem, settings, stages, keep }) => ({
    lse: logSums(problem, settings, logitsOf(stages).tensor, keep),
  }),
};

/**
 * ln Σ e^score of each row, the sink (and the 1 of softmax1) included.
 *
 * @param masked (B, H, n_q, n_k), −∞ where left out
 * @returns (B, H, n_q, 1)
 */
export function logSums(problem: Problem, settings: Settings, masked: Tensor4, keep: Tensor4 | undefined): Tensor4 {
  const [batch, heads, nQ, nK] = masked.shape;
  const sinks = problem.sink === undefined ? undefined : sinksOf(problem.sink, heads, settings.normalizer);
  const lse = normalizerRule(settings.normalizer).lse!.of;
  return headByHead([batch, heads, nQ, 1], (b, h) => {
    const scores = block(masked, b, h);
    const kept = keep && block(keep, b, h);
    return Float64Array.from({ length: nQ }, (_, i) =>
      lse(
        cooled(scores.subarray(i * nK, (i + 1) * nK), settings.temperature),
        kept?.subarray(i * nK, (i + 1) * nK),
        sinks?.[h],
      ),
    );
  });
}

function cooled(row: Float64Array, temperature: number): Float64Array {
  return temperature === 1 ? row : row.map((s) => s / temperature);
}
