import {
  block,
  type FloatType,
  forward,
  isDotProduct,
  isOneMap,
  joinHeads,
  multiplyTransposed,
  type Pass,
  roundTo,
  scaleAt,
  sharedBlock,
  tensor,
  type Tensor,
  type Tensor4,
} from '../core/index.js';
import { HEAD_OUTPUT, LOGITS, stageOf } from '../lens/index.js';
import type { Case } from './case.js';
import type { Arithmetic } from './arithmetic.js';
import { precision } from './precision.js';

/** How the sums of an honest implementation are made. */
export type Sums =
  /** In float32 at least, as GPUs, CPUs and all libraries do. */
  | 'wide'
  /** In the 16-bit type itself, term after term: a plain loop. */
  | 'narrow';

/** Rounding errors of one sign add up, and the worst of many cells is above the likely one; this many times it is still honest. */
export const SAFETY = 6;

/**
 * The error that an honest implementation may make in every cell of the output, measured against float64.
 *
 * With u the unit of rounding of the type, w that of its sums and r = √Σ(q·k)² over the d_k products of a score, a score is
 * off by about e = |scale|·r·(√d_k·w + 2u, if q and k are not exact in the type) + 3u·|score|, its weight by the factor
 * e^e − 1, and the output by Σ_j P·(e^e − 1)·|v − o| + (3u + √n_k·w)·Σ_j P·|v|. Errors of both signs grow with the root of
 * their number: N. J. Higham, "Accuracy and Stability of Numerical Algorithms" (2002), §2.8. Six times this is allowed.
 *
 * @returns shaped like the output of `carryOut`
 */
export function honestError(made: Case, pass: Pass, { dtype }: Arithmetic, sums: Sums): Float64Array {
  const { unit, sumUnit: wide, tiny } = precision(dtype);
  const sumUnit = sums === 'wide' ? wide : unit;
  if (!isOneMap(pass.problem)) return roundedStages(pass, dtype, sums).map((error) => SAFETY * error);
  const perHead = headErrors(made, pass, dtype, unit, sumUnit, tiny);
  const allowed = made.right.problem.wo
    ? behindProjection(perHead, pass, made.right.problem.wo, unit, sumUnit)
    : perHead.data;
  return allowed.map((error) => SAFETY * error);
}

/**
 * The error by trial, where no formula is at hand: every stage rounded to the type, the largest difference that this makes in a
 * head taken for all of its cells.
 */
function roundedStages(pass: Pass, dtype: FloatType, sums: Sums): Float64Array {
  const type = dtype === 'float64' || (sums === 'wide' && dtype !== 'float32') ? 'float32' : dtype;
  const right = pass.stages.get('output')!.tensor;
  const shorter = forward({ ...pass.problem, dtype: type }).stages.get('output')!.tensor;
  const { unit, tiny } = precision(dtype);
  const ratio = dtype === 'float64' ? 2 ** -29 : 1;
  const [batch, heads, rows, columns] = right.shape;
  const size = rows * columns;
  const out = new Float64Array(right.data.length);
  for (let start = 0; start < batch * heads * size; start += Math.max(size, 1)) {
    let most = 0;
    for (let at = start; at < start + size; at++) {
      const error = Math.abs(shorter.data[at]! - right.data[at]!);
      if (error > most) most = error;
    }
    for (let at = start; at < start + size; at++) out[at] = most * ratio + 2 * unit * Math.abs(right.data[at]!) + tiny;
  }
  return out;
}

function headErrors(
  { trace, right }: Case,
  pass: Pass,
  dtype: FloatType,
  unit: number,
  sumUnit: number,
  tiny: number,
): Tensor4 {
  const { batch, heads, nQ, nK, dK, dV } = pass.sizes;
  const { keep, stages, settings } = pass;
  const { queries, keys, values } = pass.made;
  const masked = stageOf(pass, LOGITS)!.tensor;
  const weights = stages.get('weights')!.tensor;
  const raw = stages.get('scores')!.tensor;
  const outputs = stageOf(pass, HEAD_OUTPUT)!.tensor;
  const isDot = isDotProduct(right.problem);
  // Angles are products of a position and a speed, each rounded.
  const turning = right.problem.rope ? (nK + nQ) * Math.min(unit, 2 ** -24) : 0;
  const projecting = trace.problem.x ? Math.sqrt(trace.sizes.dModel) * sumUnit * projectionStretch(trace) : 0;
  const round = roundTo(dtype);
  const given = (from: Tensor): number => (from.data.every((x) => round(x) === x || Number.isNaN(x)) ? 0 : unit);
  const perProduct = given(queries) + given(keys) + Math.sqrt(dK) * sumUnit + turning + 2 * projecting;
  const perTerm = 2 * unit + given(values) + 2 * Math.sqrt(nK) * sumUnit + projecting;

  const out = new Float64Array(batch * heads * nQ * dV);
  const spread = new Float64Array(dV);
  const sizes = new Float64Array(dV);
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      // √Σ(q·k)² of every pair
      const products = isDot
        ? multiplyTransposed(squares(block(queries, b, h)), squares(sharedBlock(keys, b, h, heads)), nQ, dK, nK).map(
            Math.sqrt,
          )
        : undefined;
      const v = sharedBlock(values, b, h, heads);
      const mixed = block(outputs, b, h);
      const [s, p, r, m] = [block(masked, b, h), block(weights, b, h), block(raw, b, h), keep && block(keep, b, h)];
      for (let i = 0; i < nQ; i++) {
        const factor = Math.abs(scaleAt(pass, i, h, b)) / settings.temperature;
        spread.fill(0);
        sizes.fill(0);
        const o = mixed.subarray(i * dV, (i + 1) * dV);
        for (let j = 0; j < nK; j++) {
          const weight = Math.abs(p[i * nK + j]!);
          if ((m && m[i * nK + j] === 0) || weight === 0) continue;
          const size = products ? products[i * nK + j]! : 4 * Math.abs(r[i * nK + j]!);
          const off =
            factor * (size * perProduct + unit * Math.abs(r[i * nK + j]!)) + 2 * unit * Math.abs(s[i * nK + j]!);
          const change = weight * Math.expm1(Math.min(off, 30));
          for (let n = 0; n < dV; n++) {
            const value = v[j * dV + n]!;
            spread[n]! += change * Math.abs(value - o[n]!);
            sizes[n]! += weight * Math.abs(value);
          }
        }
        const start = ((b * heads + h) * nQ + i) * dV;
        for (let n = 0; n < dV; n++)
          out[start + n] = spread[n]! + perTerm * sizes[n]! + tiny * (1 + nK * Math.abs(o[n]!));
      }
    }
  }
  return tensor([batch, heads, nQ, dV], out);
}

/** Through W_O: every head's error, and the rounding of the last sum. */
function behindProjection(errors: Tensor4, pass: Pass, wo: Tensor, unit: number, sumUnit: number): Float64Array {
  const joinedErrors = joinHeads(errors);
  const joined = joinHeads(pass.stages.get('heads')!.tensor);
  const [batch, , rows, width] = joined.shape;
  const dOut = wo.shape[1]!;
  const perTerm = 2 * unit + Math.sqrt(width) * sumUnit;
  const out = new Float64Array(batch * rows * dOut);
  for (let row = 0; row < batch * rows; row++) {
    for (let m = 0; m < width; m++) {
      const error = joinedErrors.data[row * width + m]! + perTerm * Math.abs(joined.data[row * width + m]!);
      for (let n = 0; n < dOut; n++) out[row * dOut + n]! += error * Math.abs(wo.data[m * dOut + n]!);
    }
  }
  return out;
}

/** How much longer |x|·|W| is than the projected vectors: the rounding of X·W counts by the former. */
function projectionStretch({ stages }: Case['trace']): number {
  const rms = (name: 'x' | 'q'): number => {
    const { data } = stages.get(name)!.tensor;
    return Math.sqrt(data.reduce((sum, x) => sum + x * x, 0) / Math.max(data.length, 1));
  };
  return 1 + 4 * Math.min(rms('x') / Math.max(rms('q'), 1e-30), 100);
}

function squares(rows: Float64Array): Float64Array {
  return rows.map((x) => x * x);
}
