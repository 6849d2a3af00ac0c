import type { NormalizerRule } from './rule.js';
import { logSumExp, softmax } from './softmax.js';

/**
 * e^(s_j) / (1 + Σ e^s): a softmax with a sink of 0, so that a head may give less than everything. "Quiet attention" or
 * "attention is off by one"; ONNX Runtime's smooth_softmax.
 */
export const softmax1: NormalizerRule = {
  formula: 'softmax1',
  sumsToOne: false,
  shares: false,
  emptyRow: 'zero',
  takesSink: false, // it has one
  anyOrder: true,
  weights: (row, keep) => softmax.weights(row, keep, 0),
  lse: { of: (row, keep) => logSumExp(row, keep, 0), formula: (logits) => `ln(1 + Σ e^${logits})` },
  gradient: softmax.gradient!,
  arithmetic: ({ number }) => `e^${number} / (1 + Σ e^s)`,
};
