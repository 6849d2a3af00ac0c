import { exp, multiply, multiplyTransposed, transposedMultiply } from '../core/index.js';
import type { LayerWeights } from './weights.js';

/** What one layer computed for one sentence, kept for the backward pass. Only the rows `first` to `first + rows` are queries. */
export interface LayerPass {
  readonly x: Float64Array; // (n, d)
  readonly n: number;
  readonly first: number;
  readonly rows: number;
  readonly q: Float64Array; // (rows, d), the heads side by side
  readonly k: Float64Array; // (n, d)
  readonly v: Float64Array; // (n, d)
  readonly attention: Float64Array; // (heads, rows, n)
  readonly heads: Float64Array; // (rows, d)
  readonly output: Float64Array; // (rows, d)
}

/**
 * softmax(Q·Kᵀ/√d_k)·V·W_O with Q = X·W_Q, K = X·W_K, V = X·W_V. Vaswani et al. 2017, section 3.2.2; `attend` is the
 * reference that the tests hold this against.
 *
 * @param x (n, d): what each word holds
 * @param only the one row that is a query (the last layer needs no other); all rows by default
 */
export function listen(
  x: Float64Array,
  n: number,
  { wq, wk, wv, wo }: LayerWeights,
  heads: number,
  only?: number,
): LayerPass {
  const d = x.length / n;
  const size = d / heads;
  const scale = 1 / Math.sqrt(size);
  const first = only ?? 0;
  const rows = only === undefined ? n : 1;
  const q = multiply(x.subarray(first * d, (first + rows) * d), wq, rows, d, d);
  const k = multiply(x, wk, n, d, d);
  const v = multiply(x, wv, n, d, d);
  const attention = new Float64Array(heads * rows * n);
  const joined = new Float64Array(rows * d);
  for (let h = 0; h < heads; h++) {
    for (let i = 0; i < rows; i++) {
      const row = attention.subarray((h * rows + i) * n, (h * rows + i + 1) * n);
      const from = i * d + h * size;
      for (let j = 0; j < n; j++) {
        let score = 0;
        for (let m = 0; m < size; m++) score += q[from + m]! * k[j * d + h * size + m]!;
        row[j] = score * scale;
      }
      softmax(row);
      for (let j = 0; j < n; j++) {
        const weight = row[j]!;
        for (let m = 0; m < size; m++) joined[from + m]! += weight * v[j * d + h * size + m]!;
      }
    }
  }
  return { x, n, first, rows, q, k, v, attention, heads: joined, output: multiply(joined, wo, rows, d, d) };
}

/** Scores → weights, in place. */
export function softmax(row: Float64Array): void {
  let max = -Infinity;
  for (const score of row) if (score > max) max = score;
  let sum = 0;
  for (let j = 0; j < row.length; j++) sum += row[j] = exp(row[j]! - max);
  for (let j = 0; j < row.length; j++) row[j]! /= sum;
}

/**
 * The backward pass of one layer.
 *
 * @param dOutput (rows, d): ∂L/∂output
 * @param gradient ∂L/∂W of this layer: added to
 * @param dx (n, d) ∂L/∂x: added to
 */
export function listenBackward(
  pass: LayerPass,
  { wq, wk, wv, wo }: LayerWeights,
  heads: number,
  dOutput: Float64Array,
  gradient: LayerWeights,
  dx: Float64Array,
): void {
  const { x, n, first, rows, q, k, v, attention } = pass;
  const d = x.length / n;
  const size = d / heads;
  const scale = 1 / Math.sqrt(size);
  const dJoined = multiplyTransposed(dOutput, wo, rows, d, d); // dO·W_Oᵀ
  add(gradient.wo, transposedMultiply(pass.heads, dOutput, rows, d, d)); // headsᵀ·dO
  const dq = new Float64Array(rows * d);
  const dk = new Float64Array(n * d);
  const dv = new Float64Array(n * d);
  const dRow = new Float64Array(n);
  for (let h = 0; h < heads; h++) {
    for (let i = 0; i < rows; i++) {
      const row = attention.subarray((h * rows + i) * n, (h * rows + i + 1) * n);
      const from = i * d + h * size;
      let along = 0;
      for (let j = 0; j < n; j++) {
        const weight = row[j]!;
        let dWeight = 0;
        for (let m = 0; m < size; m++) {
          const dOut = dJoined[from + m]!;
          dWeight += dOut * v[j * d + h * size + m]!;
          dv[j * d + h * size + m]! += weight * dOut;
        }
        dRow[j] = dWeight;
        along += weight * dWeight;
      }
      for (let j = 0; j < n; j++) {
        const dScore = row[j]! * (dRow[j]! - along) * scale;
        for (let m = 0; m < size; m++) {
          dq[from + m]! += dScore * k[j * d + h * size + m]!;
          dk[j * d + h * size + m]! += dScore * q[from + m]!;
        }
      }
    }
  }
  const own = x.subarray(first * d, (first + rows) * d);
  add(gradient.wq, transposedMultiply(own, dq, rows, d, d)); // Xᵀ·dQ
  add(gradient.wk, transposedMultiply(x, dk, n, d, d));
  add(gradient.wv, transposedMultiply(x, dv, n, d, d));
  add(dx.subarray(first * d, (first + rows) * d), multiplyTransposed(dq, wq, rows, d, d)); // dQ·W_Qᵀ
  add(dx, multiplyTransposed(dk, wk, n, d, d));
  add(dx, multiplyTransposed(dv, wv, n, d, d));
}

/** to += from */
export function add(to: Float64Array, from: Float64Array): void {
  for (let at = 0; at < to.length; at++) to[at]! += from[at]!;
}
