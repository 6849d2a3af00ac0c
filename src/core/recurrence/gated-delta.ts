import { correcting } from './delta.js';
import type { RecurrenceRule } from './rule.js';

/**
 * Gated DeltaNet, Yang et al. 2024 (arXiv 2412.06464), eq. 10: the memory fades, then the delta step. With a decay for each feature it is Kimi
 * Delta Attention (arXiv 2510.26692).
 */
export const gatedDelta: RecurrenceRule = {
  ...correcting,
  update: 'S ← e^g ⊙ S, then S ← S + β·k·(v − Sᵀk)ᵀ',
  matrix: 'A·(I + tril₋₁(β·KKᵀ ⊙ e^(Σ g)))⁻¹·diag(β), A = s·tril(QKᵀ ⊙ e^(Σ g))',
  decay: 'given',
};
