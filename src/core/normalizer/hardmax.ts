import type { NormalizerRule } from './rule.js';
import { largest } from './softmax.js';

/** 1 for the largest score (the first of equals), 0 for the rest. ONNX Hardmax-13. It has no gradient. */
export const hardmax: NormalizerRule = {
  formula: 'hardmax',
  sumsToOne: true,
  shares: true,
  emptyRow: 'asked',
  takesSink: false,
  anyOrder: true,
  arithmetic: () => '', // chosen, not computed
  weights(row, keep) {
    const max = largest(row, keep, undefined);
    if (Number.isNaN(max)) return row.map((_, j) => (keep && keep[j] === 0 ? 0 : NaN));
    const first = row.findIndex((s, j) => s === max && (!keep || keep[j] !== 0));
    return row.map((_, j) => (j === first ? 1 : 0));
  },
};
