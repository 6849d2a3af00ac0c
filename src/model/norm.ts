import { rowsOf, type Rows } from './rows.js';

/** A norm over the features of each token. */
export interface Norm {
  readonly kind: 'layernorm' | 'rms';
  readonly gain?: Float32Array;
  readonly bias?: Float32Array;
  readonly epsilon: number;
  /** Gemma keeps the gain less 1. */
  readonly plusOne: boolean;
}

/**
 * LayerNorm (Ba et al. 2016) or RMSNorm (Zhang and Sennrich 2019): each row divided by its deviation, or by its root mean
 * square, times the gain, plus the bias.
 */
export function normed(x: Rows, { kind, gain, bias, epsilon, plusOne }: Norm): Rows {
  const { rows, columns, data } = x;
  const y = rowsOf(rows, columns);
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * columns, (i + 1) * columns);
    const mean = kind === 'rms' ? 0 : row.reduce((sum, value) => sum + value, 0) / columns;
    let squares = 0;
    for (const value of row) squares += (value - mean) ** 2;
    const factor = 1 / Math.sqrt(squares / columns + epsilon);
    for (let m = 0; m < columns; m++)
      y.data[i * columns + m] =
        (row[m]! - mean) * factor * (gain ? gain[m]! + (plusOne ? 1 : 0) : 1) + (bias ? bias[m]! : 0);
  }
  return y;
}
