import type { FaultIn } from './error.js';
import { dataError, usageError, type CoreFacts } from './facts.js';
import type { Problem } from './problem.js';
import { tensor, type Tensor, type Tensor4 } from './tensor.js';

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
export function project(x: Tensor4, w: Tensor, nameX: string, nameW: string): Tensor4;
export function project(x: Tensor, w: Tensor, nameX: string, nameW: string): Tensor;
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

/** The biases, each with the matrix that it belongs to. */
const BIASES = [
  ['bq', 'wq'],
  ['bk', 'wk'],
  ['bv', 'wv'],
  ['bo', 'wo'],
] as const;

/**
 * A bias is added to a product; without its matrix, or without X, there is none.
 *
 * @throws AttnError (usage) that names what is missing
 */
export function checkBiases(problem: Problem): void {
  const faults = BIASES.flatMap(([bias, matrix]): FaultIn<Pick<CoreFacts, 'bias-without-matrix'>>[] => {
    if (!problem[bias]) return [];
    if (!problem[matrix]) return [{ code: 'bias-without-matrix', bias, missing: matrix }];
    return bias !== 'bo' && !problem.x ? [{ code: 'bias-without-matrix', bias, missing: 'x' }] : [];
  });
  if (faults.length > 0) throw usageError(faults);
}

/**
 * Y + b: the same bias added to every row. Nothing is added where there is no bias.
 *
 * @param y (…, length, d_out)
 * @param bias d_out numbers, in whatever shape: (d_out), (1, d_out), (heads, size)
 * @param name what to call the bias in an error
 * @throws AttnError when there are more or fewer numbers than columns
 * @example addBias(matrix([[1, 2], [3, 4]]), tensor([2], [10, 20]), 'b_Q').data // => Float64Array [11, 22, 13, 24]
 */
export function addBias(y: Tensor4, bias: Tensor | undefined, name: string): Tensor4;
export function addBias(y: Tensor, bias: Tensor | undefined, name: string): Tensor;
export function addBias(y: Tensor, bias: Tensor | undefined, name: string): Tensor {
  if (!bias) return y;
  const columns = y.shape.at(-1) ?? 0;
  if (bias.data.length !== columns)
    throw dataError({ code: 'bias-size', name, shape: bias.shape, found: bias.data.length, expected: columns });
  return tensor(
    y.shape,
    y.data.map((value, at) => value + bias.data[at % columns]!),
    { dtype: y.dtype },
  );
}
