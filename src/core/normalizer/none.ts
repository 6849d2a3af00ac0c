import type { NormalizerRule } from './rule.js';

/** The scores themselves: linear attention without a feature map. They may be negative. */
export const none: NormalizerRule = {
  formula: 'identity',
  sumsToOne: false,
  shares: false,
  emptyRow: 'zero',
  takesSink: false,
  anyOrder: true,
  weights: (row, keep) => row.map((s, j) => (keep && keep[j] === 0 ? 0 : s)),
  gradient: (_weights, dWeights) => dWeights,
  arithmetic: ({ written }) => written,
};
