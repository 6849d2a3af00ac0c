import { block, headByHead } from './blocks.js';
import type { ScoreShape } from './broadcast.js';
import { tensor, type Tensor } from './tensor.js';

/** Every number changed for itself. */
export function each(from: Tensor, change: (s: number) => number): Tensor {
  return tensor(from.shape, from.data.map(change));
}

/** Every score changed, knowing its cell: query i, key j, head h, batch item b. */
export function eachCell(from: Tensor, [batch, heads, nQ, nK]: ScoreShape, change: (s: number, i: number, j: number, h: number, b: number) => number): Tensor {
  const data = new Float64Array(from.data.length);
  let cell = 0;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      for (let i = 0; i < nQ; i++) for (let j = 0; j < nK; j++, cell++) data[cell] = change(from.data[cell]!, i, j, h, b);
    }
  }
  return tensor(from.shape, data);
}

/** The mask, and every score that became −∞ (an additive mask): both leave the key out. Undefined when nobody is left out. */
export function leaveOut(keep: Float64Array | undefined, scores: Tensor, shape: ScoreShape): Tensor | undefined {
  if (!keep && !scores.data.includes(-Infinity)) return undefined;
  const out = keep ? Float64Array.from(keep) : new Float64Array(scores.data.length).fill(1);
  let some = false;
  for (let cell = 0; cell < out.length; cell++) {
    if (scores.data[cell] === -Infinity) out[cell] = 0;
    if (out[cell] === 0) some = true;
  }
  return some ? tensor(shape, out, { dtype: 'bool' }) : undefined;
}

/** −∞ where somebody is left out. Both (batch, heads, n_q, n_k). */
export function behindMask(scores: Tensor, keep: Tensor): Tensor {
  return tensor(scores.shape, scores.data.map((s, cell) => (keep.data[cell] === 0 ? -Infinity : s)));
}

/**
 * `turned` put behind the cached part of `all`, in its place.
 *
 * @param all (batch, heads, n_past + n_new, d)
 * @param turned (batch, heads, n_new, d)
 */
export function behindCache(all: Tensor, turned: Tensor, nPast: number): Tensor {
  if (nPast === 0) return turned;
  const [, , nNew, d] = turned.shape as [number, number, number, number];
  const [batch, heads] = all.shape as [number, number, number, number];
  return headByHead([batch, heads, nPast + nNew, d], (b, h) => {
    const rows = Float64Array.from(block(all, b, h));
    rows.set(block(turned, b, h), nPast * d);
    return rows;
  });
}
