import { divisor } from './additive.js';
import { times } from './algebra.js';
import type { Head, Memory, RecurrenceRule } from './rule.js';

/** The factor on what token t reads. */
export type ScaleOf = (t: number) => number;

/** One head from left to right. */
export interface Recurred {
  /** S after each token: (n, d, d_v). The last one is where another call goes on. */
  readonly states: Float64Array;
  /** z after each token: (n, d). */
  readonly sums?: Float64Array;
  readonly output: Float64Array; // (n, d_v)
}

/**
 * The recurrent form: token after token, with a memory of d×d_v numbers.
 *
 * @param start what is remembered before the first token; not changed
 */
export function recur(rule: RecurrenceRule, head: Head, start: Memory, scale: ScaleOf): Recurred {
  const { n, d, dV, token, begins, reads } = head;
  const memory: Memory = { state: start.state.slice(), ...(start.sum && { sum: start.sum.slice() }) };
  const states = new Float64Array(n * d * dV);
  const sums = start.sum && new Float64Array(n * d);
  const output = new Float64Array(n * dV);
  for (let t = 0; t < n; t++) {
    if (t > 0 && begins(t)) {
      memory.state.fill(0);
      memory.sum?.fill(0);
    }
    const now = token(t);
    const read = rule.step(memory, now);
    const over = memory.sum ? divisor(memory.sum, now.q) : 1;
    // Scale and divisor: s·Sᵀq / (s·q·z), where s cancels; nothing over 0 is 0.
    const factor = memory.sum ? (over === 0 ? 0 : 1 / over) : scale(t);
    if (reads(t)) output.set(times(read, factor), t * dV);
    states.set(memory.state, t * d * dV);
    if (memory.sum) sums!.set(memory.sum, t * d);
  }
  return { states, output, ...(sums && { sums }) };
}

/**
 * The parallel form: weights of every token on every earlier one, so that the output is weights·V and what the first memory still gives.
 *
 * @param sums z after each token, where the output is divided by q·z
 * @returns (n, n)
 */
export function equalWeights(
  rule: RecurrenceRule,
  head: Head,
  scale: ScaleOf,
  sums: Float64Array | undefined,
): Float64Array {
  const { n, d, token } = head;
  const weights = rule.weights(head);
  for (let i = 0; i < n; i++) {
    const over = sums ? divisor(sums.subarray(i * d, (i + 1) * d), token(i).q) : 1;
    const factor = sums ? (over === 0 ? 0 : 1 / over) : scale(i);
    for (let j = 0; j <= i; j++) weights[i * n + j]! *= factor;
  }
  return weights;
}

/** The gradients of one head. */
export interface RecurredBackward {
  readonly q: Float64Array; // (n, d)
  readonly k: Float64Array;
  readonly v: Float64Array; // (n, d_v)
}

/** Back through the tokens, from the last to the first. */
export function recurBackward(
  rule: RecurrenceRule,
  head: Head,
  start: Memory,
  scale: ScaleOf,
  { states, sums, output }: Recurred,
  dOutput: Float64Array,
): RecurredBackward {
  const { n, d, dV, token, begins, reads } = head;
  const size = d * dV;
  const after = (t: number): Memory => ({
    state: states.subarray(t * size, (t + 1) * size),
    ...(sums && { sum: sums.subarray(t * d, (t + 1) * d) }),
  });
  const empty: Memory = { state: new Float64Array(size), ...(sums && { sum: new Float64Array(d) }) };
  const gradient: Memory = { state: new Float64Array(size), ...(sums && { sum: new Float64Array(d) }) };
  const found: RecurredBackward = {
    q: new Float64Array(n * d),
    k: new Float64Array(n * d),
    v: new Float64Array(n * dV),
  };
  for (let t = n - 1; t >= 0; t--) {
    const first = t > 0 && begins(t);
    const before = first ? empty : t === 0 ? start : after(t - 1);
    const now = token(t);
    const then = after(t);
    const over = then.sum ? divisor(then.sum, now.q) : 1;
    const factor = then.sum ? (over === 0 ? 0 : 1 / over) : scale(t);
    const dO = reads(t) ? dOutput.subarray(t * dV, (t + 1) * dV) : new Float64Array(dV);
    const along = dO.reduce((sum, slope, m) => sum + slope * output[t * dV + m]!, 0);
    if (gradient.sum) now.q.forEach((x, m) => (gradient.sum![m]! -= along * factor * x));
    const own = rule.back(before, then, now, times(dO, factor), gradient);
    if (then.sum) then.sum.forEach((z, m) => (own.q[m]! -= along * factor * z));
    found.q.set(own.q, t * d);
    found.k.set(own.k, t * d);
    found.v.set(own.v, t * dV);
    if (first) {
      gradient.state.fill(0);
      gradient.sum?.fill(0);
    }
  }
  return found;
}
