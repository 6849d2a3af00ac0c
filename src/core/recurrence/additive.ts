import { addOuter, dot, fadeRows, readOut, times, timesRow } from './algebra.js';
import { fadedProducts, onlyReaders } from './parallel.js';
import type { RecurrenceRule } from './rule.js';

/** What every recurrence shares that fades, adds β·k·vᵀ, and reads: Sᵀ·q. */
export const additive = {
  update: 'S ← e^g ⊙ S + β·k·vᵀ',
  read: 'o = s·Sᵀq',
  matrix: 's·(q·k)·e^(Σ g)·β',
  takesBonus: false,
  takesSum: true,
  corrects: false,
  step({ state, sum }, { q, k, v, fade, beta, writes }) {
    if (writes) {
      fadeRows(state, fade, v.length);
      addOuter(state, k, v, beta);
      if (sum) {
        fadeRows(sum, fade, 1);
        addOuter(sum, k, Float64Array.of(1), beta);
      }
    }
    return readOut(state, q, v.length);
  },
  back(_before, after, { q, k, v, fade, beta, writes }, dRead, gradient) {
    addOuter(gradient.state, q, dRead);
    const dQ = timesRow(after.state, dRead, k.length);
    if (!writes) return { q: dQ, k: new Float64Array(k.length), v: new Float64Array(v.length) };
    const dK = times(timesRow(gradient.state, v, k.length), beta);
    if (gradient.sum) gradient.sum.forEach((slope, m) => (dK[m]! += beta * slope));
    const dV = times(readOut(gradient.state, k, v.length), beta);
    fadeRows(gradient.state, fade, v.length);
    if (gradient.sum) fadeRows(gradient.sum, fade, 1);
    return { q: dQ, k: dK, v: dV };
  },
  weights(head) {
    const { n, token } = head;
    const products = fadedProducts(head, (t) => token(t).q);
    return onlyReaders(
      head,
      products.map((product, cell) => product * token(cell % n).beta),
    );
  },
} as const satisfies Partial<RecurrenceRule>;

/** q·z, what the output is divided by under `sum`. */
export function divisor(sum: Float64Array, q: Float64Array): number {
  return dot(q, sum);
}
