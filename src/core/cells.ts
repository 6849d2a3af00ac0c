import { tensor, type Shape4, type Tensor, type Tensor4 } from './tensor.js';

/** Every number changed for itself; with `only` those of these rows of each head, the others are 0. */
export function each(from: Tensor4, change: (s: number, cell: number) => number, only?: readonly number[]): Tensor4 {
  if (!only)
    return tensor(
      from.shape,
      from.data.map((s, cell) => change(s, cell)),
    );
  const data = new Float64Array(from.data.length);
  forRows(from.shape, only, (start, end) => {
    for (let cell = start; cell < end; cell++) data[cell] = change(from.data[cell]!, cell);
  });
  return tensor(from.shape, data);
}

/** Every score changed, knowing its cell: query i, key j, head h, batch item b. */
export function eachCell(
  from: Tensor4,
  shape: Shape4,
  change: (s: number, i: number, j: number, h: number, b: number) => number,
  only?: readonly number[],
): Tensor4 {
  const data = new Float64Array(from.data.length);
  forRows(shape, only, (start, end, i, h, b) => {
    for (let cell = start; cell < end; cell++) data[cell] = change(from.data[cell]!, i, cell - start, h, b);
  });
  return tensor(from.shape, data);
}

/**
 * Row after row of a (batch, heads, rows, columns) tensor: where its cells begin and end.
 *
 * @param only these rows of each head; undefined: all
 */
export function forRows(
  [batch, heads, rows, columns]: Shape4,
  only: readonly number[] | undefined,
  visit: (start: number, end: number, i: number, h: number, b: number) => void,
): void {
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const first = (b * heads + h) * rows;
      const row = (i: number): void => visit((first + i) * columns, (first + i + 1) * columns, i, h, b);
      if (only) only.forEach(row);
      else for (let i = 0; i < rows; i++) row(i);
    }
  }
}

/** The mask, and every score that became −∞ (an additive mask): both exclude the key. Undefined when nothing is masked. */
export function leaveOut(
  keep: Float64Array | undefined,
  scores: Tensor,
  shape: Shape4,
  only?: readonly number[],
): Tensor4 | undefined {
  if (!keep && !only && !scores.data.includes(-Infinity)) return undefined;
  const left = (cell: number): boolean => (keep !== undefined && keep[cell] === 0) || scores.data[cell] === -Infinity;
  let some = false;
  forRows(shape, only, (start, end) => {
    for (let cell = start; cell < end && !some; cell++) some = left(cell);
  });
  if (!some) return undefined;
  const out = new Float64Array(scores.data.length);
  forRows(shape, only, (start, end) => {
    for (let cell = start; cell < end; cell++) out[cell] = left(cell) ? 0 : 1;
  });
  return tensor(shape, out, { dtype: 'bool' });
}

/** −∞ where a key is masked. Both (batch, heads, n_q, n_k). */
export function behindMask(scores: Tensor4, keep: Tensor, only?: readonly number[]): Tensor4 {
  return each(scores, (s, cell) => (keep.data[cell] === 0 ? -Infinity : s), only);
}
