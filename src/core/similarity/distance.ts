import type { Sizes } from '../trace.js';
import type { ScoreRule } from './rule.js';

/**
 * score = −|q − k|²/2: the nearer a key, the larger its weight. With a softmax it is the regression of Nadaraya 1964 and Watson 1964
 * with a Gaussian kernel of width 1; a scale of 1/σ² makes the width σ. It differs from q·k by −|q|²/2, which a softmax does not
 * see, and −|k|²/2, which it does.
 */
export function distance({ nQ, nK, dK }: Sizes): ScoreRule {
  return {
    formula: '−|Q − K|²/2',
    scaledByDefault: false,
    scores: (q, k) => {
      const out = new Float64Array(nQ * nK);
      for (let i = 0; i < nQ; i++) {
        for (let j = 0; j < nK; j++) {
          let sum = 0;
          for (let m = 0; m < dK; m++) sum += (q[i * dK + m]! - k[j * dK + m]!) ** 2;
          out[i * nK + j] = sum === 0 ? 0 : -sum / 2;
        }
      }
      return out;
    },
    // ∂s/∂q = k − q, ∂s/∂k = q − k
    gradient: (q, k, dScores) => {
      const dQ = new Float64Array(nQ * dK);
      const dKeys = new Float64Array(nK * dK);
      for (let i = 0; i < nQ; i++) {
        for (let j = 0; j < nK; j++) {
          const slope = dScores[i * nK + j]!;
          if (slope === 0) continue; // 0·NaN is NaN
          for (let m = 0; m < dK; m++) {
            const step = slope * (k[j * dK + m]! - q[i * dK + m]!);
            dQ[i * dK + m]! += step;
            dKeys[j * dK + m]! -= step;
          }
        }
      }
      return { dQ, dK: dKeys };
    },
  };
}
