import { each } from '../cells.js';
import { dataError } from '../facts.js';
import type { Problem } from '../problem.js';
import type { Warning } from '../trace-facts.js';
import type { Sizes } from '../trace.js';
import { always, type Step } from './step.js';

/**
 * The factor on the scores: 1/√d_k where the rule is the dot product (Vaswani et al. 2017, section 3.2.1), 1 for the
 * others, or what the user says.
 *
 * @throws AttnError when the user's scale is not a finite number
 * @example scaleOf({}, { dK: 4 }, true) // => { scale: 0.5, scaleText: '1/√4' }
 */
export function scaleOf(
  problem: Problem,
  sizes: Sizes,
  scaledByDefault: boolean,
): { scale: number; scaleText: string; warning?: Warning } {
  const { scale } = problem;
  const { dK, dV, dModel, nQ, nK } = sizes;
  if (scale === undefined) {
    if (!scaledByDefault) return { scale: 1, scaleText: '1' };
    if (dK === 0)
      return {
        scale: 1,
        scaleText: '1',
        warning: { code: 'no-default-scale' },
      };
    return { scale: 1 / Math.sqrt(dK), scaleText: `1/√${dK}` };
  }
  const value = typeof scale === 'number' ? scale : scale.at({ d_k: dK, d_v: dV, d_model: dModel, n_q: nQ, n_k: nK });
  const text = typeof scale === 'number' ? String(scale) : scale.text;
  if (!Number.isFinite(value))
    throw dataError({ code: 'scale-not-finite', scale: text, value, dK, dV, dModel, nQ, nK });
  return { scale: value, scaleText: /^[\w.√/]+$/.test(text) ? text : `(${text})` };
}

export const step: Step = {
  name: 'scale',
  applies: always,
  makes: [
    {
      name: 'scaled',
      otherwise: 'scores',
      stage: {
        name: 'scaled',
        rows: 'query',
        columns: 'key',
        formula: ({ scaleText }) => `scores × ${scaleText}`,
        numbers: (counts) => counts.scores,
      },
    },
  ],
  forward: ({ made: { scores }, scale, rows }) => ({ scaled: each(scores, (s) => s * scale, rows) }),
  // The temperature of the normalizer is a factor on the same scores: both together are rounded once.
  slope: ({ scale, settings: { temperature } }) => scale / temperature,
};
