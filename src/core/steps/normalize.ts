import { block, headByHead } from '../blocks.js';
import { dataError, usageError } from '../facts.js';
import { normalizerRule } from '../normalizer/normalizer.js';
import type { Problem } from '../problem.js';
import type { Settings } from '../settings.js';
import type { Tensor } from '../tensor.js';
import { logitsOf } from '../trace.js';
import { always, type EmptyRow, type Step } from './step.js';

/** Scores → weights: softmax, or another normalizer. */
export const step: Step = {
  name: 'normalize',
  applies: always,
  makes: [
    {
      name: 'weights',
      stage: {
        name: 'weights',
        rows: 'query',
        columns: 'key',
        formula: ({ settings: { normalizer, temperature }, stages }) =>
          `${normalizerRule(normalizer).formula}(${logitsOf(stages).name}${temperature === 1 ? '' : `/${temperature}`})`,
        numbers: (counts) => counts.scores,
      },
    },
  ],
  forward: ({ problem, settings, made, keep, rows }) => weigh(problem, settings, made.masked, keep, rows),
  // What a row that sees nobody gets does not depend on any score.
  backward: (gradient, { settings, made: { weights }, keep, sizes: { batch, heads, nQ, nK } }) => {
    const rule = normalizerRule(settings.normalizer);
    const masked = headByHead([batch, heads, nQ, nK], (b, h) => {
      const [w, dW, kept] = [block(weights, b, h), block(gradient.weights, b, h), keep && block(keep, b, h)];
      const out = new Float64Array(nQ * nK);
      for (let i = 0; i < nQ; i++) {
        const keepRow = kept?.subarray(i * nK, (i + 1) * nK);
        if (keepRow?.every((seen) => seen === 0)) continue;
        const row = rule.gradient!(w.subarray(i * nK, (i + 1) * nK), dW.subarray(i * nK, (i + 1) * nK));
        for (let j = 0; j < nK; j++) if (!keepRow || keepRow[j] !== 0) out[i * nK + j] = row[j]!;
      }
      return out;
    });
    return { masked };
  },
  refuseGradient: ({ settings: { normalizer } }) => {
    if (!normalizerRule(normalizer).gradient) throw usageError({ code: 'grad-normalizer', normalizer });
  },
};

/**
 * Scores → weights, row by row. A row in which nothing is kept follows `--empty-rows` (beside a sink: zeros, the sink
 * takes everything).
 *
 * @param masked (B, H, n_q, n_k), −∞ where left out
 * @param keep the same shape, 0 = left out; undefined: nothing is
 * @param only these queries; the others get zeros
 * @throws AttnError when sinks do not fit
 */
export function weigh(
  problem: Problem,
  settings: Settings,
  masked: Tensor,
  keep: Tensor | undefined,
  only?: readonly number[],
): { readonly weights: Tensor; readonly emptyRows: readonly EmptyRow[] } {
  const [batch, heads, nQ, nK] = masked.shape as [number, number, number, number];
  const rule = normalizerRule(settings.normalizer);
  const sinks = problem.sink === undefined ? undefined : sinksOf(problem.sink, heads, settings.normalizer);
  const emptyRows: EmptyRow[] = [];
  const rows = only ?? Array.from({ length: nQ }, (_, i) => i);
  const fill = sinks || settings.emptyRows === 'zero' ? 0 : settings.emptyRows === 'nan' ? NaN : 1 / nK;

  const weights = headByHead(
    [batch, heads, nQ, nK],
    (b, h) => {
      const out = new Float64Array(nQ * nK);
      const scores = block(masked, b, h);
      const kept = keep && block(keep, b, h);
      for (const i of rows) {
        const plain = scores.subarray(i * nK, (i + 1) * nK);
        const row = settings.temperature === 1 ? plain : plain.map((s) => s / settings.temperature);
        const keepRow = kept?.subarray(i * nK, (i + 1) * nK);
        const empty = nK === 0 || (keepRow !== undefined && keepRow.every((seen) => seen === 0));
        if (empty) {
          emptyRows.push({ b, h, i });
          out.fill(fill, i * nK, (i + 1) * nK);
        } else {
          out.set(rule.weights(row, keepRow, sinks?.[h]), i * nK);
        }
      }
      return out;
    },
    'float64',
    only,
  );
  return { weights, emptyRows };
}

/** One sink logit a query head. @throws AttnError when their number is not that of the heads */
export function sinksOf(sink: number | Tensor, heads: number, normalizer: string): Float64Array {
  if (normalizer !== 'softmax') throw usageError({ code: 'sink-normalizer', normalizer });
  if (typeof sink === 'number') return new Float64Array(heads).fill(sink);
  if (sink.data.length === heads) return sink.data;
  if (sink.data.length === 1) return new Float64Array(heads).fill(sink.data[0]!);
  throw dataError({ code: 'sinks-count', found: sink.data.length, expected: heads });
}
