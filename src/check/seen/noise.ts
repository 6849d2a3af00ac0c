import type { Scene, Seen } from './seen.js';

/** Fewer numbers correlate by chance. */
const ENOUGH_CELLS = 48;

/** How strongly OUT and the right output go together, −1 … 1, and whether it is next to nothing. */
export interface Correlation {
  readonly r: number;
  readonly none: boolean;
  /** OUT also varies more than any mean of values does: it cannot be attention. */
  readonly wild: boolean;
}

export function correlation({ actual, right, made }: Scene): Correlation {
  const [a, b] = [moments(actual.data), moments(right.data)];
  let product = 0;
  let count = 0;
  for (let at = 0; at < actual.data.length; at++) {
    const [x, y] = [actual.data[at]!, right.data[at]!];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    product += (x - a.mean) * (y - b.mean);
    count++;
  }
  const r = count === 0 || a.deviation === 0 || b.deviation === 0 ? 0 : product / count / a.deviation / b.deviation;
  const none = count >= ENOUGH_CELLS && Math.abs(r) < Math.max(0.02, 3 / Math.sqrt(count));
  const values = made.right.problem.wo ? b.deviation : moments(made.right.problem.v!.data).deviation;
  return { r, none, wild: none && a.deviation > 2 * b.deviation && a.deviation > 0.8 * values };
}

function moments(data: Float64Array): { mean: number; deviation: number } {
  let [sum, square, count] = [0, 0, 0];
  for (const x of data) if (Number.isFinite(x)) [sum, square, count] = [sum + x, square + x * x, count + 1];
  const mean = count === 0 ? 0 : sum / count;
  return { mean, deviation: count === 0 ? 0 : Math.sqrt(Math.max(0, square / count - mean * mean)) };
}

/** Where nothing explains OUT and it has nothing to do with the right output. */
export function noiseSeen({ r }: Correlation): Seen {
  const shown = Number(r.toFixed(2));
  return {
    ids: ['V6'],
    title: `OUT is not correlated with the right output (r = ${shown === 0 ? 0 : shown}): it looks like noise, or belongs to other inputs`,
    formula: 'corr(OUT, O) ≈ 0',
    lookFor:
      'memory that was not written, another random seed, inputs of another layer or batch, tensors in another layout',
    instead: 'compute OUT from these Q, K and V',
    sure: false,
  };
}
