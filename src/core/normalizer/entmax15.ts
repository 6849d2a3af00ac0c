import type { NormalizerRule } from './rule.js';

/**
 * max(s/2 − τ, 0)² with τ such that the row adds up to 1: between softmax and sparsemax, small scores get exactly 0. Peters et
 * al. 2019, "Sparse Sequence-to-Sequence Models", algorithm 2: exact, by sorting.
 */
export const entmax15: NormalizerRule = {
  formula: 'entmax15',
  sumsToOne: true,
  shares: true,
  emptyRow: 'asked',
  takesSink: false,
  anyOrder: true,
  weights(row, keep) {
    const kept = row.filter((_, j) => !keep || keep[j] !== 0);
    if (kept.some((s) => !Number.isFinite(s))) return row.map((_, j) => (keep && keep[j] === 0 ? 0 : NaN));
    const largest = kept.reduce((max, s) => Math.max(max, s), -Infinity);
    // Taking the largest off first keeps the sums small and changes nothing.
    const threshold = thresholdOf(kept.map((s) => (s - largest) / 2));
    return row.map((s, j) => (keep && keep[j] === 0 ? 0 : Math.max((s - largest) / 2 - threshold, 0) ** 2));
  },
  /** With r = √w: dS = r ∘ (dW − Σ r·dW / Σ r). */
  gradient(weights, dWeights) {
    const roots = weights.map(Math.sqrt);
    let along = 0;
    let total = 0;
    roots.forEach((root, j) => {
      if (root === 0) return;
      along += root * dWeights[j]!;
      total += root;
    });
    return roots.map((root, j) => (root === 0 ? 0 : root * (dWeights[j]! - along / total)));
  },
  arithmetic: ({ written }) => `max(0, ${written} / 2 − τ)²`,
};

/**
 * τ of the support: over the k largest x it is mean − √((1 − Σ(x − mean)²) / k), with the largest k whose x_(k) is not below it.
 *
 * @param x with the largest at 0
 */
function thresholdOf(x: Float64Array): number {
  const sorted = Float64Array.from(x).sort().reverse();
  let threshold = -Infinity;
  let mean = 0;
  let squares = 0; // Σ (x − mean)², kept up with Welford's update
  for (let k = 1; k <= sorted.length; k++) {
    const value = sorted[k - 1]!;
    const off = value - mean;
    mean += off / k;
    squares += off * (value - mean);
    const candidate = mean - Math.sqrt(Math.max(0, (1 - squares) / k));
    if (value < candidate) break;
    threshold = candidate;
  }
  return threshold;
}
