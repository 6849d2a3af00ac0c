import { additive } from './additive.js';
import type { RecurrenceRule } from './rule.js';

/**
 * Mamba-2, Dao & Gu 2024, "Transformers are SSMs" (arXiv 2405.21060), section 5: q = C, k = B, v = x, g = Δ·A, β = Δ. The term D·x is added by
 * the caller.
 */
export const mamba2: RecurrenceRule = {
  ...additive,
  decay: 'given',
  takesBeta: true,
  featureMap: 'identity',
  normalizer: 'none',
  scale: 1,
};
