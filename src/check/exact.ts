import type { BigNumber } from 'mathjs';
import { block, sharedBlock } from '../core/blocks.js';
import { attend, type Forward } from '../core/attend.js';
import { usageError } from '../core/error.js';
import { outward } from '../core/form.js';
import { slopesOf } from '../core/position.js';
import type { Problem } from '../core/problem.js';
import { settle } from '../core/settings.js';
import type { Tensor } from '../core/tensor.js';
import { sinksOf } from '../core/weigh.js';
import { carryOut } from './attempt.js';
import { inward, type Case } from './case.js';

/** How many decimal digits of three computations are right, and what the problem itself does to digits. */
export interface Exactness {
  /** Digits right of OUT, of float32 and of float64 in every step; the worst cell, and the middle one. */
  readonly digits: Readonly<Record<'out' | 'float32' | 'float64', { readonly worst: number; readonly middle: number }>>;
  /** A relative change ε of all inputs changes the output by up to condition·ε. */
  readonly condition: number;
  /** The exact output, rounded once to float64, in the form of `carryOut`. */
  readonly output: Float64Array;
}

const DIGITS = 50;
/** Products of 50 digits take about a microsecond: this many take a few seconds. */
const MOST_PRODUCTS = 2_000_000;

/**
 * The same result with 50 digits in every step, by mathjs BigNumber.
 *
 * @param actual OUT in the user's form
 * @throws AttnError when the problem is too large, or has a step that only float64 knows
 */
export async function exact(made: Case, actual: Tensor): Promise<Exactness> {
  const { problem } = made.right;
  const { batch, heads, nQ, nK, dK, dV } = made.trace.sizes;
  const products = batch * heads * nQ * nK * (dK + dV);
  const only = [
    [products > MOST_PRODUCTS, `${products.toLocaleString('en-US')} products`, 'check one head, or fewer rows'],
    [problem.scoreMod !== undefined, '--score-mod', 'it is known in float64 only'],
    [(problem.similarity ?? 'dot') !== 'dot', `--similarity ${problem.similarity}`, 'the dot product is what --exact knows'],
    [(problem.normalizer ?? 'softmax') !== 'softmax', `--normalizer ${problem.normalizer}`, 'the softmax is what --exact knows'],
    [problem.rope !== undefined, '--rope', 'give q and k as they are after the rotation'],
    [problem.wo !== undefined, 'an output projection', 'check the output of the heads'],
  ].find(([given]) => given);
  if (only) throw usageError({ where: '--exact', what: `does not go with ${only[1]}`, fix: String(only[2]) });

  const { output, pass } = carryOut(made.right);
  const sure = await inBigNumbers(made, pass);
  const shorter = attend({ ...made.trace.problem, dtype: 'float32' } as Problem);
  const inFloat32 = inward(made, outward(shorter, shorter.stages.get('output')!));
  return {
    digits: { out: rightDigits(inward(made, actual).data, sure), float32: rightDigits(inFloat32.data, sure), float64: rightDigits(output.data, sure) },
    condition: conditionOf(made, pass),
    output: Float64Array.from(sure, (x) => x.toNumber()),
  };
}

async function inBigNumbers(made: Case, pass: Forward): Promise<BigNumber[]> {
  const { create, BigNumberDependencies } = await import('mathjs');
  const { BigNumber: Big } = create(BigNumberDependencies!, { precision: DIGITS }) as unknown as { BigNumber: BigNumber & ((x: number) => BigNumber) };
  const big = (x: number): BigNumber => new (Big as unknown as new (x: number) => BigNumber)(x);
  const { problem } = made.right;
  const given = made.trace.problem;
  const { batch, heads, nQ, nK, dK, dV } = pass.sizes;
  const { settings, alignment, queries, keys, values, keep } = pass;
  // 1/√d_k has 50 digits too, where nobody said otherwise.
  const scale = given.scale === undefined && dK > 0 ? big(1).div(big(dK).sqrt()) : big(pass.scale);
  const sinks = problem.sink === undefined ? undefined : sinksOf(problem.sink, heads, 'softmax');
  const slopes = problem.alibi && slopesOf(problem.alibi, heads);
  const bias = biasOf(pass, problem);
  const out: BigNumber[] = [];
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const [q, k, v] = [block(queries, b, h), sharedBlock(keys, b, h, heads), sharedBlock(values, b, h, heads)].map((rows) => Array.from(rows, big)) as [BigNumber[], BigNumber[], BigNumber[]];
      const kept = keep && block(keep, b, h);
      for (let i = 0; i < nQ; i++) {
        const powers: (BigNumber | undefined)[] = [];
        let sum = sinks ? big(sinks[h]!).exp() : big(0);
        for (let j = 0; j < nK; j++) {
          if (kept && kept[i * nK + j] === 0) { powers.push(undefined); continue; }
          let s = big(0);
          for (let m = 0; m < dK; m++) s = s.plus(q[i * dK + m]!.times(k[j * dK + m]!));
          s = s.times(scale);
          if (problem.softcap) s = s.div(problem.softcap).tanh().times(problem.softcap);
          if (bias) s = s.plus(bias(i, j, h, b));
          if (slopes) s = s.minus(big(slopes[h]!).times(Math.abs(i + alignment.position[b]! - j)));
          const power = s.div(settings.temperature).exp();
          powers.push(power);
          sum = sum.plus(power);
        }
        const empty = powers.every((power) => power === undefined);
        for (let n = 0; n < dV; n++) {
          if (empty) { out.push(big(block(pass.stages.get('output')!.tensor, b, h)[i * dV + n]!)); continue; }
          let total = big(0);
          powers.forEach((power, j) => { if (power) total = total.plus(power.times(v[j * dV + n]!)); });
          out.push(total.div(sum));
        }
      }
    }
  }
  return out;
}

/** The bias of a cell: what it added to the score in float64, exactly. */
function biasOf({ sizes: { nQ, nK } }: Forward, { bias }: Problem): ((i: number, j: number, h: number, b: number) => number) | undefined {
  if (!bias) return undefined;
  if ('at' in bias) return (i, j, h, b) => bias.at(i, j, h, b, nQ, nK);
  const shape = [...Array<number>(4 - bias.shape.length).fill(1), ...bias.shape] as [number, number, number, number];
  return (i, j, h, b) => {
    const at = [b, h, i, j].reduce((sum, index, axis) => sum * shape[axis]! + (shape[axis] === 1 ? 0 : index), 0);
    return bias.data[at]!;
  };
}

/** Decimal digits that agree: −log₁₀ of the relative error, 17 at most. Cells that are exactly 0 and cells that are no number are left out. */
function rightDigits(data: Float64Array, sure: readonly BigNumber[]): { worst: number; middle: number } {
  const digits = sure.flatMap((x, at) => {
    if (x.isZero() || !x.isFinite()) return [];
    if (!Number.isFinite(data[at]!)) return [0];
    const relative = x.minus(data[at]!).div(x).abs().toNumber();
    return [Math.max(0, Math.min(17, -Math.log10(relative)))];
  }).sort((a, b) => a - b);
  return { worst: digits[0] ?? 17, middle: digits[Math.floor(digits.length / 2)] ?? 17 };
}

/**
 * max over the cells of [ Σ_j P·2·|scale|·Σ|q·k|·|v − o| + Σ_j P·|v| ] / |o|: how much larger the relative change of a cell can be
 * than that of the inputs. N. J. Higham, "Accuracy and Stability of Numerical Algorithms" (2002), §1.6.
 */
function conditionOf({ right }: Case, pass: Forward): number {
  const { batch, heads, nQ, nK, dK, dV } = pass.sizes;
  const { temperature } = settle(right.problem);
  const weights = pass.stages.get('weights')!.tensor;
  const output = pass.stages.get('output')!.tensor;
  const conditions: number[] = [];
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const [q, k, v] = [block(pass.queries, b, h), sharedBlock(pass.keys, b, h, heads), sharedBlock(pass.values, b, h, heads)];
      const [p, o] = [block(weights, b, h), block(output, b, h)];
      for (let i = 0; i < nQ; i++) {
        for (let n = 0; n < dV; n++) {
          if (o[i * dV + n] === 0) continue;
          let change = 0;
          for (let j = 0; j < nK; j++) {
            const weight = p[i * nK + j]!;
            if (weight === 0) continue;
            let size = 0;
            for (let m = 0; m < dK; m++) size += Math.abs(q[i * dK + m]! * k[j * dK + m]!);
            const value = v[j * dV + n]!;
            change += weight * ((2 * Math.abs(pass.scale) * size * Math.abs(value - o[i * dV + n]!)) / temperature + Math.abs(value));
          }
          conditions.push(change / Math.abs(o[i * dV + n]!));
        }
      }
    }
  }
  conditions.sort((a, b) => a - b);
  return conditions[Math.floor(conditions.length / 2)] ?? 1;
}
