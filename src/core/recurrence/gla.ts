import { additive } from './additive.js';
import type { RecurrenceRule } from './rule.js';

/** Gated linear attention, Yang et al. 2023 (arXiv 2312.06635), eq. 3: every feature fades by what its token says. */
export const gla: RecurrenceRule = {
  ...additive,
  decay: 'given',
  takesBeta: true,
  featureMap: 'identity',
  normalizer: 'none',
};
