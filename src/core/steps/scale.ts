import { each, eachCell } from '../cells.js';
import { dataError } from '../facts.js';
import { hasRelativeScores } from '../relative.js';
import type { Problem, RowFactor } from '../problem.js';
import type { Warning } from '../trace-facts.js';
import type { Sizes } from '../trace.js';
import { always, type Step } from './step.js';

/**
 * The factor on the scores: 1/√d_k where the rule is the dot product (Vaswani et al. 2017, section 3.2.1), 1 for the
 * others, or what the user says. One that differs by row is `scaleRows`, and `scale` is NaN.
 *
 * @throws AttnError when the user's scale is not a finite number
 * @example scaleOf({}, { dK: 4 }, true) // => { scale: 0.5, scaleText: '1/√4' }
 */
export function scaleOf(
  problem: Problem,
  sizes: Sizes,
  scaledByDefault: boolean,
): { scale: number; scaleText: string; scaleRows?: RowFactor; warning?: Warning } {
  const { scale } = problem;
  const { batch, heads, dK, dV, dModel, nQ, nK, nPast } = sizes;
  if (scale === undefined) {
    if (!scaledByDefault) return { scale: 1, scaleText: '1' };
    if (problem.scores ?? problem.attentionWeights) return { scale: 1, scaleText: '1' };
    if (dK === 0)
      return {
        scale: 1,
        scaleText: '1',
        warning: { code: 'no-default-scale' },
      };
    return { scale: 1 / Math.sqrt(dK), scaleText: `1/√${dK}` };
  }
  const named = { d_k: dK, d_v: dV, d_model: dModel, n_q: nQ, n_k: nK, P: nPast };
  const text = typeof scale === 'number' ? String(scale) : scale.text;
  const rows = typeof scale === 'number' ? undefined : scale.rows?.(named);
  if (rows) {
    for (let b = 0; b < batch; b++)
      for (let h = 0; h < heads; h++)
        for (let i = 0; i < nQ; i++) {
          const value = rows(i, h, b);
          if (!Number.isFinite(value))
            throw dataError({ code: 'scale-not-finite', scale: text, value, dK, dV, dModel, nQ, nK, row: { i, h, b } });
        }
    return { scale: NaN, scaleText: `(${text})`, scaleRows: rows };
  }
  const value = typeof scale === 'number' ? scale : scale.at(named);
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
      otherwise: 'relative',
      stage: {
        name: 'scaled',
        rows: 'query',
        columns: 'key',
        formula: ({ scaleText, problem }) => `${hasRelativeScores(problem) ? 'relative' : 'scores'} × ${scaleText}`,
        numbers: (counts) => counts.scores,
      },
    },
  ],
  forward: ({ made: { relative: scores }, scale, scaleRows, rows, sizes: { batch, heads, nQ, nK } }) => ({
    scaled: scaleRows
      ? eachCell(scores, [batch, heads, nQ, nK], (s, i, _j, h, b) => s * scaleRows(i, h, b), rows)
      : each(scores, (s) => s * scale, rows),
  }),
  // The temperature of the normalizer is a factor on the same scores: both together are rounded once.
  slope: ({ scale, scaleRows, settings: { temperature } }, b, h) =>
    scaleRows ? (i) => scaleRows(i, h, b) / temperature : scale / temperature,
};
