import type { Rows } from './rows.js';

/**
 * Adds to y what some lines of a matrix contribute to x·W.
 *
 * @param lines the lines from `from` to `to` of W: of `out-in` a line makes one output, of `in-out` it is what one input gives
 */
export function multiply(
  x: Rows,
  lines: Float32Array,
  layout: 'out-in' | 'in-out',
  from: number,
  to: number,
  y: Rows,
): void {
  if (layout === 'out-in') dots(x, lines, from, to, y);
  else sums(x, lines, from, to, y);
}

function dots(x: Rows, lines: Float32Array, from: number, to: number, y: Rows): void {
  const width = x.columns;
  for (let o = from; o < to; o++) {
    const start = (o - from) * width;
    for (let i = 0; i < x.rows; i++) {
      const row = i * width;
      let sum = 0;
      for (let m = 0; m < width; m++) sum += x.data[row + m]! * lines[start + m]!;
      y.data[i * y.columns + o]! += sum;
    }
  }
}

function sums(x: Rows, lines: Float32Array, from: number, to: number, y: Rows): void {
  const width = y.columns;
  for (let m = from; m < to; m++) {
    const start = (m - from) * width;
    for (let i = 0; i < x.rows; i++) {
      const factor = x.data[i * x.columns + m]!;
      const row = i * width;
      for (let o = 0; o < width; o++) y.data[row + o]! += factor * lines[start + o]!;
    }
  }
}
