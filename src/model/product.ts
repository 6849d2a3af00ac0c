import { product as kernelProduct } from '../kernel/index.js';
import type { Rows } from './rows.js';

/** Reads lines of a matrix, from one up to another, into a place that has room for them. */
export type ReadLines = (from: number, to: number, into: Float32Array) => void;

/** Numbers that are read at once, so that a large matrix never stands in memory as a whole. */
const PIECE = 1 << 20;

/**
 * y + x·W, a piece of W at a time.
 *
 * @param layout of `out-in` a line of W makes one output, of `in-out` it is what one input gives
 * @param y what the sum begins with (the bias)
 */
export function multiplied(x: Rows, layout: 'out-in' | 'in-out', read: ReadLines, y: Rows): Rows {
  const [lines, width] = layout === 'out-in' ? [y.columns, x.columns] : [x.columns, y.columns];
  const step = Math.min(lines, Math.max(1, Math.floor(PIECE / Math.max(1, width))));
  const machine = kernelProduct();
  const room = machine?.room(x.data.length, step * width, y.data.length) ?? {
    x: x.data,
    lines: new Float32Array(step * width),
    y: y.data,
  };
  if (machine) {
    room.x.set(x.data);
    room.y.set(y.data);
  }
  for (let from = 0; from < lines; from += step) {
    const to = Math.min(from + step, lines);
    read(from, to, room.lines.subarray(0, (to - from) * width));
    if (machine && layout === 'out-in') machine.dots(x.rows, width, to - from, from, y.columns);
    else if (machine) machine.sums(x.rows, x.columns, to - from, from, width);
    else if (layout === 'out-in') dots(x, room.lines, from, to, y);
    else sums(x, room.lines, from, to, y);
  }
  return machine ? { ...y, data: room.y.slice() } : y;
}

// The same without WebAssembly.

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
