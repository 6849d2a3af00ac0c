import { sharedHead } from './heads.js';
import { tensor, type DType, type Shape4, type Tensor4 } from './tensor.js';

/** The matrix of one batch item and head in a (batch, heads, rows, columns) tensor. A view, no copy. */
export function block(from: Tensor4, b: number, h: number): Float64Array {
  const [, heads, rows, columns] = from.shape;
  const size = rows * columns;
  return from.data.subarray((b * heads + h) * size, (b * heads + h + 1) * size);
}

/** The matrix that query head `h` shares with its neighbours, in a tensor of fewer heads (grouped-query attention). */
export function sharedBlock(from: Tensor4, b: number, h: number, queryHeads: number): Float64Array {
  return block(from, b, sharedHead(h, queryHeads, from.shape[1]));
}

/**
 * A (batch, heads, rows, columns) tensor, made head by head.
 *
 * @param only these rows of each head; the others are 0
 * @example headByHead([1, 2, 1, 1], (b, h) => Float64Array.of(h)).data // => Float64Array [0, 1]
 */
export function headByHead(
  shape: Shape4,
  make: (b: number, h: number) => Float64Array,
  dtype: DType = 'float64',
  only?: readonly number[],
): Tensor4 {
  const [batch, heads, rows, columns] = shape;
  if (batch === 1 && heads === 1) {
    const whole = make(0, 0);
    if (whole.length === rows * columns && whole.byteLength === whole.buffer.byteLength)
      return tensor(shape, whole, { dtype });
  }
  const data = new Float64Array(batch * heads * rows * columns);
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const start = (b * heads + h) * rows * columns;
      const made = make(b, h);
      if (!only) data.set(made, start);
      else for (const i of only) data.set(made.subarray(i * columns, (i + 1) * columns), start + i * columns);
    }
  }
  return tensor(shape, data, { dtype });
}
