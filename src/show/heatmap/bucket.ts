import type { Matrix } from '../../lens/index.js';

/** A grid of numbers, drawn cell by cell; undefined where everything is masked. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly at: (row: number, column: number) => number | undefined;
}

/**
 * A matrix made coarser: every block of `size`×`size` cells becomes the mean of those that are not masked.
 * With size 1 it is the matrix itself.
 */
export function coarser(matrix: Matrix, size: number): Grid {
  const { rows, columns, at, masked } = matrix;
  return {
    rows: Math.ceil(rows.length / size),
    columns: Math.ceil(columns.length / size),
    at: (row, column) => {
      let sum = 0;
      let count = 0;
      for (let i = row * size; i < Math.min(rows.length, (row + 1) * size); i++) {
        for (let j = column * size; j < Math.min(columns.length, (column + 1) * size); j++) {
          if (masked(i, j)) continue;
          sum += at(i, j);
          count++;
        }
      }
      return count === 0 ? undefined : sum / count;
    },
  };
}
