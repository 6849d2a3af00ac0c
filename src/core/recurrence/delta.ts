import { addOuter, fadeRows, readOut, times, timesRow } from './algebra.js';
import { fadedProducts, onlyReaders } from './parallel.js';
import type { Head, Memory, RecurrenceRule, Token } from './rule.js';

/** The memory after it has faded, and what the value adds to what it says of the key already: v − Sᵀk. */
function corrected({ state }: Memory, { k, v, fade }: Token): { faded: Float64Array; news: Float64Array } {
  const faded = state.slice();
  fadeRows(faded, fade, v.length);
  const known = readOut(faded, k, v.length);
  return { faded, news: v.map((value, n) => value - known[n]!) };
}

/** The delta rule with a decay before it: of the value only what the memory does not say yet is written. */
export const correcting = {
  read: 'o = s·Sᵀq',
  takesBeta: true,
  takesBonus: false,
  takesSum: false,
  featureMap: 'identity',
  normalizer: 'none',
  corrects: true,
  step(memory, token) {
    const { q, k, v, beta, writes } = token;
    if (writes) {
      const { faded, news } = corrected(memory, token);
      addOuter(faded, k, news, beta);
      memory.state.set(faded);
    }
    return readOut(memory.state, q, v.length);
  },
  back(before, after, token, dRead, gradient) {
    const { q, k, v, fade, beta, writes } = token;
    addOuter(gradient.state, q, dRead);
    const dQ = timesRow(after.state, dRead, k.length);
    if (!writes) return { q: dQ, k: new Float64Array(k.length), v: new Float64Array(v.length) };
    const { faded, news } = corrected(before, token);
    const dNews = times(readOut(gradient.state, k, v.length), beta);
    const throughKnown = timesRow(faded, dNews, k.length);
    const dK = timesRow(gradient.state, news, k.length).map((slope, m) => beta * slope - throughKnown[m]!);
    addOuter(gradient.state, k, dNews, -1);
    fadeRows(gradient.state, fade, v.length);
    return { q: dQ, k: dK, v: dNews };
  },
  /** A·(I + tril₋₁(β_i·k_i·k_j·e^(Σ g)))⁻¹·diag(β), solved from the last key on. */
  weights(head: Head) {
    const { n, token } = head;
    const weights = fadedProducts(head, (t) => token(t).q);
    const overlaps = fadedProducts(head, (t) => token(t).k);
    for (let i = 0; i < n; i++) {
      const row = weights.subarray(i * n, (i + 1) * n);
      for (let j = i - 1; j >= 0; j--)
        for (let later = j + 1; later <= i; later++)
          row[j]! -= row[later]! * (token(later).writes ? token(later).beta : 0) * overlaps[later * n + j]!;
    }
    return onlyReaders(
      head,
      weights.map((weight, cell) => weight * token(cell % n).beta),
    );
  },
} as const satisfies Partial<RecurrenceRule>;

/** DeltaNet, Schlag et al. 2021 and Yang et al. 2024 (arXiv 2406.06484), eq. 2. */
export const delta: RecurrenceRule = {
  ...correcting,
  update: 'S ← S + β·k·(v − Sᵀk)ᵀ',
  matrix: 'A·(I + tril₋₁(β·KKᵀ))⁻¹·diag(β), A = s·tril(QKᵀ)',
  decay: 'none',
};
