import { dataError } from './facts.js';

/** How a number is stored in a file, and what `--dtype` may round to (the floating ones). */
export type DType =
  | 'float64'
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'bool';

/**
 * A table of numbers with any number of axes, row-major: the last axis varies fastest.
 * Whatever the file held, `data` is float64; `dtype` remembers the file's type, so that results can be written back in it.
 */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
  readonly dtype: DType;
  /** Labels of the last axis but one (the tokens, as a rule). */
  readonly rows?: readonly string[];
  /** Labels of the last axis. */
  readonly columns?: readonly string[];
  /** The most decimals that any cell was printed with, where the numbers come from a printout: `[[0.25 1.5]]` has 2. */
  readonly decimals?: number;
}

/** Lengths of four axes: (batch, heads, rows, columns). */
export type Shape4 = readonly [batch: number, heads: number, rows: number, columns: number];

/** The form in which `core` computes: every stage, and all that stands between two of them. */
export interface Tensor4 extends Tensor {
  readonly shape: Shape4;
}

/** What a tensor may remember beside its numbers. */
export type TensorNotes = Partial<Pick<Tensor, 'dtype' | 'rows' | 'columns' | 'decimals'>>;

/**
 * Number of cells of a shape: the product of its axes (1 for no axis at all).
 *
 * @example sizeOf([2, 3, 4]) // => 24
 */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

/**
 * A tensor from its shape and its numbers.
 *
 * @param shape lengths of the axes, outermost first
 * @param data the numbers, row by row; its length must be the product of `shape`
 * @throws AttnError when the two do not fit
 * @example tensor([2, 2], [1, 2, 3, 4]).shape // => [2, 2]
 */
export function tensor(shape: Shape4, data: Float64Array | readonly number[], more?: TensorNotes): Tensor4;
export function tensor(shape: readonly number[], data: Float64Array | readonly number[], more?: TensorNotes): Tensor;
export function tensor(
  shape: readonly number[],
  data: Float64Array | readonly number[],
  more: TensorNotes = {},
): Tensor {
  if (data.length !== sizeOf(shape)) {
    throw dataError({ code: 'numbers-count', shape, found: data.length, expected: sizeOf(shape) });
  }
  return {
    shape: [...shape],
    data: data instanceof Float64Array ? data : Float64Array.from(data),
    dtype: more.dtype ?? 'float64',
    ...(more.rows && { rows: more.rows }),
    ...(more.columns && { columns: more.columns }),
    ...(more.decimals !== undefined && { decimals: more.decimals }),
  };
}

/**
 * A 2-D tensor from rows of numbers.
 *
 * @throws AttnError when the rows are not equally long
 * @example matrix([[1, 0], [0, 1]]).data // => Float64Array [1, 0, 0, 1]
 */
export function matrix(rows: readonly (readonly number[])[], more: TensorNotes = {}): Tensor {
  const width = rows[0]?.length ?? 0;
  const ragged = rows.findIndex((row) => row.length !== width);
  if (ragged >= 0) {
    throw dataError({ code: 'row-length', row: ragged + 1, found: rows[ragged]!.length, expected: width });
  }
  return tensor([rows.length, width], Float64Array.from(rows.flat()), more);
}

/**
 * A shape in words: `4×4`; without axes it is `a single number`.
 *
 * @example shapeText([2, 8, 128, 64]) // => '2×8×128×64'
 */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? 'a single number' : shape.join('×');
}

/**
 * The same numbers under another shape. No copy.
 *
 * @throws AttnError when the new shape has more or fewer cells
 * @example reshape(matrix([[1, 2], [3, 4]]), [4]).shape // => [4]
 */
export function reshape(from: Tensor, shape: Shape4): Tensor4;
export function reshape(from: Tensor, shape: readonly number[]): Tensor;
export function reshape(from: Tensor, shape: readonly number[]): Tensor {
  return tensor(shape, from.data, { dtype: from.dtype });
}

/**
 * Has it four axes?
 *
 * @example hasFourAxes(matrix([[1]])) // => false
 */
export function hasFourAxes(from: Tensor): from is Tensor4 {
  return from.shape.length === 4;
}

/**
 * A tensor of which it is known that it has four axes.
 *
 * @throws RangeError when that is wrong: a fault of the program
 * @example fourAxes(tensor([1, 1, 1, 2], [3, 4])).shape // => [1, 1, 1, 2]
 */
export function fourAxes(from: Tensor): Tensor4 {
  if (!hasFourAxes(from)) throw new RangeError(`four axes expected, not ${shapeText(from.shape)}`);
  return from;
}

/**
 * Is it a tensor?
 *
 * @example isTensor(matrix([[1]])) // => true
 */
export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'data' in value && value.data instanceof Float64Array;
}
