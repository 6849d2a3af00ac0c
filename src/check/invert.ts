import { block, headByHead, sharedBlock, type Tensor4, isOneMap } from '../core/index.js';
import { carryOut, type Attempt } from './attempt.js';
import { sizesOf } from './mistakes/mistake.js';

/** The weights that OUT must have come from, where the values tell: n_k ≤ d_v and V of full rank. */
export interface Inverted {
  readonly weights: Tensor4; // (B, H, n_q, n_k)
  /** The right weights beside them. */
  readonly right: Tensor4;
}

/** Larger systems cost too much and lose too many digits. */
const MOST_KEYS = 64;

/**
 * P from O = P·V: P = O·Vᵀ·(V·Vᵀ)⁻¹, the right inverse of V.
 *
 * @param actual OUT as (batch, heads, n_q, d_v)
 * @returns undefined where V does not decide the weights
 */
export function invert(attempt: Attempt, actual: Tensor4): Inverted | undefined {
  if (!isOneMap(attempt.problem)) return undefined;
  if (attempt.problem.wo || actual.data.some((x) => !Number.isFinite(x))) return undefined;
  const { batch, heads, nQ, nK, dV } = sizesOf(attempt);
  if (nK > dV || nK > MOST_KEYS) return undefined;
  const { pass } = carryOut(attempt);
  let decided = true;
  const weights = headByHead([batch, heads, nQ, nK], (b, h) => {
    const v = sharedBlock(pass.made.values, b, h, heads);
    const found = solveRight(v, nK, dV, block(actual, b, h), nQ);
    if (!found) decided = false;
    return found ?? new Float64Array(nQ * nK);
  });
  return decided ? { weights, right: pass.stages.get('weights')!.tensor } : undefined;
}

/**
 * X with X·A = B, as near as can be: X = B·Aᵀ·(A·Aᵀ)⁻¹.
 *
 * @param a (rows, columns), rows ≤ columns
 * @param b (many, columns)
 * @returns (many, rows); undefined where the rows of A are dependent, or nearly
 */
export function solveRight(
  a: Float64Array,
  rows: number,
  columns: number,
  b: Float64Array,
  many: number,
): Float64Array | undefined {
  const width = rows + many;
  const both = Array.from({ length: rows }, (_, j) =>
    Float64Array.from({ length: width }, (_m, l) =>
      l < rows ? product(a, j, a, l, columns) : product(b, l - rows, a, j, columns),
    ),
  );
  const sizes = both.map((row, j) => row[j]!);
  for (let column = 0; column < rows; column++) {
    let pivot = column;
    for (let i = column + 1; i < rows; i++)
      if (Math.abs(both[i]![column]!) > Math.abs(both[pivot]![column]!)) pivot = i;
    [both[column], both[pivot]] = [both[pivot]!, both[column]!];
    const own = both[column]!;
    if (!(Math.abs(own[column]!) >= 1e-9 * Math.abs(sizes[column]!)) || own[column] === 0) return undefined;
    for (let i = 0; i < rows; i++) {
      const factor = i === column ? 0 : both[i]![column]! / own[column]!;
      if (factor !== 0) for (let l = column; l < width; l++) both[i]![l]! -= factor * own[l]!;
    }
  }
  return Float64Array.from(
    { length: many * rows },
    (_, at) => both[at % rows]![rows + Math.floor(at / rows)]! / both[at % rows]![at % rows]!,
  );
}

function product(a: Float64Array, i: number, b: Float64Array, j: number, d: number): number {
  let sum = 0;
  for (let m = 0; m < d; m++) sum += a[i * d + m]! * b[j * d + m]!;
  return sum;
}

/** What the weights behind OUT have about them, in sentences: where no mistake explains OUT, they may say where to look. */
export function readOff(attempt: Attempt, actual: Tensor4): string[] {
  const inverted = invert(attempt, actual);
  if (!inverted) return [];
  const { weights, right } = inverted;
  const nK = weights.shape[3]!;
  const sums: number[] = [];
  let [negative, leaked, lost] = [0, 0, 0];
  for (let start = 0; start < weights.data.length; start += nK) {
    const row = weights.data.subarray(start, start + nK);
    if (right.data.subarray(start, start + nK).some((p) => p > 0)) sums.push(row.reduce((sum, w) => sum + w, 0));
    row.forEach((w, j) => {
      if (w < -0.01) negative++;
      if (Math.abs(w) > 0.01 && right.data[start + j] === 0) leaked++;
      if (Math.abs(w) < 0.001 && right.data[start + j]! > 0.01) lost++;
    });
  }
  const [least, most] = [Math.min(...sums), Math.max(...sums)].map((sum) => Number(sum.toPrecision(4)));
  return [
    `The weights behind OUT, read back through V: rows add up to ${least === most ? least : `${least} to ${most}`}${most! < 0.999 ? ' (less than 1: a sink, dropout, weights masked after the softmax)' : least! > 1.001 ? ' (more than 1: something is not normalised)' : ''}; ` +
      `${negative} negative; ${leaked} on keys that are masked; ${lost} missing on keys that may be seen.`,
  ];
}
