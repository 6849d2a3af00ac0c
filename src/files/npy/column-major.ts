import { sizeOf } from '../../core/index.js';

/**
 * Numbers stored column by column (Fortran order: the first axis varies fastest), put row by row.
 *
 * @param shape the axes as the user counts them, outermost first
 * @example rowMajor(Float64Array.of(1, 3, 2, 4), [2, 2]) // => Float64Array [1, 2, 3, 4]
 */
export function rowMajor(data: Float64Array, shape: readonly number[]): Float64Array {
  if (shape.length < 2) return data;
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  const last = shape.length - 1;
  const width = shape[last] as number;
  const step = strides[last] as number;
  const rows = sizeOf(shape.slice(0, last));
  const place = new Array<number>(last).fill(0);
  const result = new Float64Array(data.length);

  let start = 0; // where in `data` the row begins that `place` points at
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      result[row * width + column] = data[start + column * step] as number;
    }
    for (let axis = last - 1; axis >= 0; axis--) {
      const stride = strides[axis] as number;
      const next = (place[axis] as number) + 1;
      start += stride;
      if (next < (shape[axis] as number)) {
        place[axis] = next;
        break;
      }
      start -= stride * next;
      place[axis] = 0;
    }
  }
  return result;
}
