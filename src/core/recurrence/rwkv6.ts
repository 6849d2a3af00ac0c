import { addOuter, dot, fadeRows, readOut, timesRow } from './algebra.js';
import { fadedProducts, onlyReaders } from './parallel.js';
import type { RecurrenceRule, Token } from './rule.js';

const own = ({ q, k, bonus }: Token): number => q.reduce((sum, x, m) => sum + x * k[m]! * bonus![m]!, 0);

/** RWKV-6, Peng et al. 2024, "Eagle and Finch" (arXiv 2404.05892), section 4.2: read first, with a bonus for the token itself; then written. */
export const rwkv6: RecurrenceRule = {
  update: 'S ← e^g ⊙ S + k·vᵀ, after it was read',
  read: 'o = s·(S + (u ⊙ k)·vᵀ)ᵀq',
  matrix: 's·(q·k)·e^(Σ g) before the token itself, s·Σ q·u·k for it',
  decay: 'given',
  takesBeta: false,
  takesBonus: true,
  takesSum: false,
  featureMap: 'identity',
  normalizer: 'none',
  corrects: false,
  step({ state }, token) {
    const { q, k, v, fade, writes } = token;
    const out = readOut(state, q, v.length);
    if (!writes) return out;
    const share = own(token);
    v.forEach((value, n) => (out[n]! += share * value));
    fadeRows(state, fade, v.length);
    addOuter(state, k, v);
    return out;
  },
  back(before, _after, token, dRead, gradient) {
    const { q, k, v, fade, bonus, writes } = token;
    const dQ = timesRow(before.state, dRead, k.length);
    const along = dot(v, dRead);
    const dK = writes ? timesRow(gradient.state, v, k.length) : new Float64Array(k.length);
    const dV = writes ? readOut(gradient.state, k, v.length) : new Float64Array(v.length);
    if (writes) {
      const share = own(token);
      dQ.forEach((_, m) => {
        dQ[m]! += bonus![m]! * k[m]! * along;
        dK[m]! += bonus![m]! * q[m]! * along;
      });
      dV.forEach((_, n) => (dV[n]! += share * dRead[n]!));
      fadeRows(gradient.state, fade, v.length);
    }
    addOuter(gradient.state, q, dRead);
    return { q: dQ, k: dK, v: dV };
  },
  weights(head) {
    const { n, token } = head;
    const weights = fadedProducts(head, (t) => token(t).q, 'before');
    for (let t = 0; t < n; t++) weights[t * n + t] = token(t).writes ? own(token(t)) : 0;
    return onlyReaders(head, weights);
  },
};
