import { sizeOf, type Tensor } from '../../core/index.js';

/** A 5-D tensor is no input of attention: (batch, heads, length, size) is the most. */
export const MOST_AXES = 4;

/**
 * Nested JSON lists as a tensor, in one pass and without recursion.
 *
 * @param nested a number, or lists of numbers nested up to 4 deep; null is −∞, true and false are 1 and 0
 * @param cell the number of a text cell, undefined when it has none
 * @returns undefined when anything is out of order; the audit of the text then says what
 * @example flatten([[1, null], [3, '1/2']], (text) => (text === '1/2' ? 0.5 : undefined))?.shape // => [2, 2]
 */
export function flatten(nested: unknown, cell: (text: string) => number | undefined): Tensor | undefined {
  const shape: number[] = [];
  for (let inner = nested; Array.isArray(inner); inner = inner[0] as unknown) {
    if (shape.length === MOST_AXES || inner.length === 0) return undefined;
    shape.push(inner.length);
  }
  const rows = innermostLists(nested, shape);
  if (!rows) return undefined;

  // Allocated only now: a long first row and many short ones are refused above.
  const data = new Float64Array(sizeOf(shape));
  let booleans = 0;
  let next = 0;
  for (const row of rows) {
    for (let column = 0; column < row.length; column++) {
      const value = row[column];
      let number: number | undefined;
      if (typeof value === 'number') {
        // JSON has no infinity: this was a number like 1e400.
        if (!Number.isFinite(value)) return undefined;
        number = value;
      } else if (typeof value === 'string') {
        number = cell(value);
      } else if (typeof value === 'boolean') {
        number = value ? 1 : 0;
        booleans++;
      } else if (value === null) {
        number = -Infinity;
      }
      if (number === undefined) return undefined;
      data[next++] = number;
    }
  }
  return { shape, data, dtype: booleans === data.length ? 'bool' : 'float64' };
}

/** The lists that hold the numbers, in order; undefined unless all lists of one depth are equally long. */
function innermostLists(nested: unknown, shape: readonly number[]): (readonly unknown[])[] | undefined {
  if (shape.length === 0) return [[nested]];
  let lists: unknown[] = [nested];
  for (const [depth, axis] of shape.entries()) {
    for (const list of lists) {
      if (!Array.isArray(list) || list.length !== axis) return undefined;
    }
    if (depth === shape.length - 1) break;
    // A matrix has its rows at hand: no copy of a list of a million rows.
    lists = lists.length === 1 ? (lists[0] as unknown[]) : (lists as unknown[][]).flat();
  }
  return lists as unknown[][];
}
