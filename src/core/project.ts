import { dataError } from './facts.js';
import { tensor, type Tensor } from './tensor.js';

/**
 * X·W: every row of X, times the matrix W. Vaswani et al. 2017, section 3.2.2 (Q = X·W_Q).
 *
 * @param x (…, length, d_in)
 * @param w (d_in, d_out)
 * @param names what to call the two in an error
 * @returns (…, length, d_out)
 * @throws AttnError when the columns of X are not the rows of W
 * @example project(matrix([[1, 2]]), matrix([[1, 0], [0, 1]]), 'X', 'W_Q').data // => Float64Array [1, 2]
 */
export function project(x: Tensor, w: Tensor, nameX: string, nameW: string): Tensor {
  const dIn = x.shape.at(-1) ?? 0;
  if (w.shape.length !== 2 || w.shape[0] !== dIn) {
    throw dataError({ code: 'projection-shape', x: nameX, xShape: x.shape, w: nameW, found: w.shape });
  }
  const dOut = w.shape[1]!;
  const length = dIn === 0 ? x.shape.slice(0, -1).reduce((a, b) => a * b, 1) : x.data.length / dIn;
  const out = new Float64Array(length * dOut);
  for (let i = 0; i < length; i++) {
    const row = out.subarray(i * dOut, (i + 1) * dOut);
    for (let m = 0; m < dIn; m++) {
      const factor = x.data[i * dIn + m]!;
      for (let n = 0; n < dOut; n++) row[n]! += factor * w.data[m * dOut + n]!;
    }
  }
  return tensor([...x.shape.slice(0, -1), dOut], out, { dtype: x.dtype });
}

/**
 * Wᵀ. (rows, columns) → (columns, rows)
 *
 * @example transpose(matrix([[1, 2]])).shape // => [2, 1]
 */
export function transpose(w: Tensor): Tensor {
  const [rows, columns] = w.shape as [number, number];
  const data = new Float64Array(w.data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) data[j * rows + i] = w.data[i * columns + j]!;
  return tensor([columns, rows], data, { dtype: w.dtype });
}
