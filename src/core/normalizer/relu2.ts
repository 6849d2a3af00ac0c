import type { NormalizerRule } from './rule.js';

/** max(s, 0)², the squared ReLU of So et al. 2021, "Primer", on scores. */
export const relu2: NormalizerRule = {
  formula: 'relu²',
  sumsToOne: false,
  shares: false,
  emptyRow: 'zero',
  takesSink: false,
  anyOrder: true,
  weights: (row, keep) => row.map((s, j) => (keep && keep[j] === 0 ? 0 : Math.max(s, 0) ** 2)),
  gradient: (_weights, dWeights, row) => dWeights.map((slope, j) => 2 * Math.max(row[j]!, 0) * slope),
  arithmetic: ({ written }) => `max(0, ${written})²`,
};
