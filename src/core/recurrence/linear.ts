import { additive } from './additive.js';
import type { RecurrenceRule } from './rule.js';

/** Linear attention, Katharopoulos et al. 2020, "Transformers are RNNs" (arXiv 2006.16236), eq. 18 to 20. */
export const linear: RecurrenceRule = {
  ...additive,
  update: 'S ← S + k·vᵀ',
  matrix: 's·(q·k)',
  decay: 'none',
  takesBeta: false,
  featureMap: 'elu1',
  normalizer: 'sum',
};
