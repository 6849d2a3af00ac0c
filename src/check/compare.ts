import type { FloatType, Tensor } from '../core/index.js';
import { precision } from './precision.js';

/** One cell of the comparison. */
export interface Cell {
  /** Its place in the user's own tensor, from 0. */
  readonly index: readonly number[];
  readonly expected: number;
  readonly actual: number;
}

/** How two tensors of one shape differ. */
export interface Comparison {
  readonly shape: readonly number[];
  /** Over the cells where both are finite. */
  readonly maxAbs: number;
  /** Over the cells where both are finite and the right one is not 0. */
  readonly maxRel: number;
  /** In units of the last place of the type, at the larger of the two numbers. */
  readonly maxUlp: number;
  /** The largest error, measured by what is allowed there: 1 is just allowed. ∞ where one side is not finite. */
  readonly factor: number;
  /** Where that is. */
  readonly worst?: Cell;
  /** Cells beyond what is allowed. */
  readonly cellsThatDiffer: number;
  /** Rows (all axes but the last) with such a cell: index of each, from 0. */
  readonly rowsThatDiffer: readonly (readonly number[])[];
  /** Cells where OUT is NaN or ±∞ and the reference is not the same. */
  readonly notFinite: readonly Cell[];
  readonly nanCount: number;
  readonly infCount: number;
  /** Error over allowed error, cell by cell. */
  readonly factors: Float64Array;
}

/**
 * Compares OUT with the reference. NaN is right only where the reference is NaN, an infinity only where the reference is
 * the same infinity: neither is ever close to anything.
 *
 * @param allowed the error that is allowed in each cell
 * @param dtype what the last place is one of
 */
export function compare(actual: Tensor, expected: Tensor, allowed: Float64Array, dtype: FloatType): Comparison {
  const { shape } = expected;
  const columns = shape.at(-1) ?? 1;
  const factors = new Float64Array(expected.data.length);
  const rows: (readonly number[])[] = [];
  const notFinite: Cell[] = [];
  let [maxAbs, maxRel, maxUlp, factor, worst, cells, nanCount, infCount, lastRow] = [0, 0, 0, 0, -1, 0, 0, 0, -1];
  for (let at = 0; at < expected.data.length; at++) {
    const want = expected.data[at]!;
    const got = actual.data[at]!;
    if (Number.isNaN(got)) nanCount++;
    else if (!Number.isFinite(got)) infCount++;
    let ratio = 0;
    if (!Number.isFinite(got) || !Number.isFinite(want)) {
      ratio = Object.is(got, want) ? 0 : Infinity;
      if (ratio > 0) notFinite.push({ index: indexOf(at, shape), expected: want, actual: got });
    } else if (got !== want) {
      const error = Math.abs(got - want);
      maxAbs = Math.max(maxAbs, error);
      if (want !== 0) maxRel = Math.max(maxRel, error / Math.abs(want));
      maxUlp = Math.max(maxUlp, error / precision(dtype).lastPlace(Math.max(Math.abs(want), Math.abs(got))));
      ratio = error / allowed[at]!;
    }
    factors[at] = ratio;
    if (ratio > factor || worst < 0) [factor, worst] = [ratio, at];
    if (ratio > 1) {
      cells++;
      const row = Math.floor(at / columns);
      if (row !== lastRow) rows.push(indexOf(row, shape.slice(0, -1)));
      lastRow = row;
    }
  }
  return {
    shape,
    maxAbs,
    maxRel,
    maxUlp,
    factor,
    cellsThatDiffer: cells,
    rowsThatDiffer: rows,
    notFinite,
    nanCount,
    infCount,
    factors,
    ...(worst >= 0 && {
      worst: { index: indexOf(worst, shape), expected: expected.data[worst]!, actual: actual.data[worst]! },
    }),
  };
}

/** Place in a row-major tensor → one number an axis. @example indexOf(5, [2, 3]) // => [1, 2] */
export function indexOf(at: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = at;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index.unshift(rest % shape[axis]!);
    rest = Math.floor(rest / shape[axis]!);
  }
  return index;
}
