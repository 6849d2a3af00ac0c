import type { DType, FactOf } from '../../core/index.js';
import type { ReadFacts } from '../facts.js';

/** One cell as it was printed, and where it begins. */
export interface Cell {
  readonly text: string;
  readonly at: number;
}

/** A tensor whose cells are still text, row-major. */
export interface Grid {
  readonly shape: readonly number[];
  readonly cells: readonly Cell[];
  /** A common factor that was printed in front: `1e-03 *`. */
  readonly factor?: Cell;
  readonly dtype?: DType;
  readonly rows?: readonly string[];
  readonly columns?: readonly string[];
}

/** Why a text is not read in a printed form. It goes no further than `printed/`: there it becomes an error, or another form is tried. */
export class Unreadable extends Error {
  readonly at: number;
  readonly fault: FactOf<ReadFacts>;

  constructor(at: number, fault: FactOf<ReadFacts>) {
    super(fault.code);
    this.at = at;
    this.fault = fault;
  }
}

/** Signs that stand for values that were not printed. */
const ELIDED = /^(?:\.{3,}|[…⋯⋮⋱⋰]+|\\[cdlv]?dots[bcimo]?)$/;

export function isElided(text: string): boolean {
  return ELIDED.test(text);
}

/**
 * Rows of cells as a matrix.
 *
 * @throws Unreadable when they are not equally long
 */
export function gridOfRows(rows: readonly (readonly Cell[])[], more: Omit<Grid, 'shape' | 'cells'> = {}): Grid {
  const width = rows[0]?.length ?? 0;
  rows.forEach((row, index) => {
    if (row.length !== width) {
      const fault = { code: 'printed-row-length', row: index + 1, found: row.length, expected: width } as const;
      throw new Unreadable(row[0]?.at ?? 0, fault);
    }
  });
  if (width === 0) throw new Unreadable(0, { code: 'printed-empty' });
  return { shape: [rows.length, width], cells: rows.flat(), ...more };
}

/**
 * Slices of equal shape along further axes, as Julia, R and MATLAB print them: A[:, :, k]. The index stands last, as in those
 * programs, so that A[i, j, k] is cell (i, j, k).
 *
 * @param slices with the 1-based indices of the further axes
 * @throws Unreadable when a slice is missing or of another shape
 */
export function gridOfSlices(slices: readonly { readonly index: readonly number[]; readonly grid: Grid }[]): Grid {
  const [first] = slices;
  if (!first) throw new Unreadable(0, { code: 'printed-empty' });
  const outer = first.index.map((_, axis) => Math.max(...slices.map(({ index }) => index[axis] ?? 0)));
  const shape = [...first.grid.shape, ...outer];
  const inner = first.grid.cells.length;
  const count = outer.reduce((product, axis) => product * axis, 1);
  const cells = new Array<Cell>(inner * count);
  if (slices.length !== count)
    throw new Unreadable(first.grid.cells[0]!.at, { code: 'printed-unexpected', found: 'a slice' });
  for (const { index, grid } of slices) {
    if (grid.cells.length !== inner || grid.shape[1] !== first.grid.shape[1]) {
      const fault = { code: 'printed-row-length', row: 1, found: grid.cells.length, expected: inner } as const;
      throw new Unreadable(grid.cells[0]!.at, fault);
    }
    const offset = index.reduce((sum, one, axis) => sum * outer[axis]! + (one - 1), 0);
    grid.cells.forEach((cell, at) => (cells[at * count + offset] = cell));
  }
  return { ...first.grid, shape, cells };
}
