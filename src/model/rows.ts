/** A matrix of activations, one row a token. */
export interface Rows {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/** Zeros, unless numbers are given. */
export function rowsOf(rows: number, columns: number, data = new Float32Array(rows * columns)): Rows {
  return { rows, columns, data };
}

/** a + factor·b, cell by cell: the residual connection. */
export function plus(a: Rows, b: Rows, factor = 1): Rows {
  return { ...a, data: a.data.map((value, at) => value + factor * b.data[at]!) };
}

/** Some columns of it. */
export function columnsOf({ rows, columns, data }: Rows, from: number, to: number): Rows {
  const part = rowsOf(rows, to - from);
  for (let i = 0; i < rows; i++) part.data.set(data.subarray(i * columns + from, i * columns + to), i * (to - from));
  return part;
}
