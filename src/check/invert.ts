import { block, headByHead, sharedBlock } from '../core/blocks.js';
import type { Tensor } from '../core/tensor.js';
import { carryOut, reaching, withStep, type Attempt } from './attempt.js';
import type { Judge, Verdict } from './judge.js';
import type { Mistake } from './mistakes/mistake.js';

/** The weights that OUT must have come from, where the values tell: n_k ≤ d_v and V of full rank. */
export interface Inverted {
  readonly weights: Tensor; // (B, H, n_q, n_k)
  /** The right weights beside them. */
  readonly right: Tensor;
}

/** Larger systems cost too much and lose too many digits. */
const MOST_KEYS = 64;

/**
 * P from O = P·V: P = O·Vᵀ·(V·Vᵀ)⁻¹, the right inverse of V.
 *
 * @param actual OUT as (batch, heads, n_q, d_v)
 * @returns undefined where V does not decide the weights
 */
export function invert(attempt: Attempt, actual: Tensor): Inverted | undefined {
  if (attempt.problem.wo || actual.data.some((x) => !Number.isFinite(x))) return undefined;
  const { pass } = carryOut(attempt);
  const { batch, heads, nQ, nK, dV } = pass.sizes;
  if (nK > dV || nK > MOST_KEYS) return undefined;
  let decided = true;
  const weights = headByHead([batch, heads, nQ, nK], (b, h) => {
    const v = sharedBlock(pass.values, b, h, heads);
    const o = block(actual, b, h);
    const gram = Array.from({ length: nK }, (_, j) => Array.from({ length: nK }, (_l, l) => product(v, j, v, l, dV)));
    const out = new Float64Array(nQ * nK);
    for (let i = 0; i < nQ; i++) {
      const row = solve(gram, Array.from({ length: nK }, (_, j) => product(o, i, v, j, dV)));
      if (row) out.set(row, i * nK);
      else decided = false;
    }
    return out;
  });
  return decided ? { weights, right: pass.stages.get('weights')!.tensor } : undefined;
}

function product(a: Float64Array, i: number, b: Float64Array, j: number, d: number): number {
  let sum = 0;
  for (let m = 0; m < d; m++) sum += a[i * d + m]! * b[j * d + m]!;
  return sum;
}

/** Gauss elimination with partial pivoting; undefined for a matrix that is singular, or nearly. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | undefined {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    const pivot = rows.slice(column).reduce((best, row, at) => (Math.abs(row[column]!) > Math.abs(rows[best]![column]!) ? column + at : best), column);
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    if (Math.abs(rows[column]![column]!) < 1e-9 * Math.abs(matrix[column]![column]!)) return undefined;
    for (let i = column + 1; i < n; i++) {
      const factor = rows[i]![column]! / rows[column]![column]!;
      for (let k = column; k <= n; k++) rows[i]![k]! -= factor * rows[column]![k]!;
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) x[i] = (rows[i]![n]! - rows[i]!.reduce((sum, a, k) => (k > i && k < n ? sum + a * x[k]! : sum), 0)) / rows[i]![i]!;
  return x;
}

const TEXTS = {
  lookFor: 'dropout_p that is not 0 in evaluation, F.dropout without training=self.training', instead: 'dropout_p=self.p if self.training else 0.0', alone: true, put: () => undefined,
} as const;

/** D1 and D2: some weights are 0, all the others are the right ones times one factor. */
export function findDropout(attempt: Attempt, judge: Judge): { mistake: Mistake; verdict: Verdict } | undefined {
  const inverted = invert(attempt, judge.actual);
  if (!inverted) return undefined;
  const { weights, right } = inverted;
  const ratios = [...right.data].flatMap((p, at) => (p > 0.01 ? [weights.data[at]! / p] : []));
  const kept = ratios.filter((ratio) => Math.abs(ratio) > 0.05).sort((a, b) => a - b);
  const factor = kept[kept.length >> 1];
  if (factor === undefined || kept.length === ratios.length || kept.some((ratio) => Math.abs(ratio - factor) > 0.05 * factor)) return undefined;
  const survives = right.data.map((p, at) => (p > 0 && Math.abs(weights.data[at]! / p) > 0.5 * factor ? factor : 0));
  const dropped = reaching(withStep(attempt, 'weights', (now) => ({ ...now, data: now.data.map((w, at) => w * survives[at]!) })), 'all');
  const verdict = judge.weigh(dropped);
  if (!verdict || !judge.explains(verdict)) return undefined;
  const share = Math.round((1 - 1 / factor) * 1000) / 1000;
  const mistake: Mistake = Math.abs(factor - 1) < 0.02
    ? { ...TEXTS, id: 'D2', title: 'dropout without the factor 1/(1 − p), and active', formula: 'some weights are 0, the others unchanged' }
    : { ...TEXTS, id: 'D1', title: `dropout is active (p ≈ ${share})`, formula: `some weights are 0, the others times ${Number(factor.toPrecision(4))} = 1/(1 − p)` };
  return { mistake, verdict };
}

/** What the weights behind OUT have about them, in sentences: where no mistake explains OUT, they may say where to look. */
export function readOff(attempt: Attempt, actual: Tensor): string[] {
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
    `The weights behind OUT, read back through V: rows add up to ${least === most ? least : `${least} to ${most}`}${most! < 0.999 ? ' (less than 1: a sink, dropout, weights masked after the softmax)' : least! > 1.001 ? ' (more than 1: something is not normalised)' : ''}; `
      + `${negative} negative; ${leaked} on keys that are masked; ${lost} missing on keys that may be seen.`,
  ];
}
