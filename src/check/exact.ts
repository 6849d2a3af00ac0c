import {
  attend,
  block,
  isDotProductSoftmax,
  outward,
  type Pass,
  type Problem,
  settle,
  sharedBlock,
  sinksOf,
  slopesOf,
  type Tensor,
} from '../core/index.js';
import { carryOut } from './attempt.js';
import { inward, type Case } from './case.js';
import { bigNumbers, product, type Big, type ToBig } from './exact-steps/big.js';
import { bigWeights } from './exact-steps/normalizers.js';
import { bigScore } from './exact-steps/similarities.js';
import { vectors } from './exact-steps/vectors.js';
import { usageError } from './facts.js';

/** How many decimal digits of three computations are right, and what the problem itself does to digits. */
export interface Exactness {
  /** Digits right of OUT, of float32 and of float64 in every step; the worst cell, and the middle one. */
  readonly digits: Readonly<Record<'out' | 'float32' | 'float64', { readonly worst: number; readonly middle: number }>>;
  /** A relative change ε of all inputs changes the output by up to condition·ε. */
  readonly condition?: number;
  /** The exact output, rounded once to float64, in the form of `carryOut`. */
  readonly output: Float64Array;
}

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
  const where = { source: '--exact' };
  const { batch, heads, nQ, nK, dK, dV } = made.trace.sizes;
  const products =
    batch * heads * nQ * nK * (dK + dV) +
    (made.trace.problem.x ? batch * (nQ + 2 * nK) * made.trace.sizes.dModel * heads * dK : 0);
  if (products > MOST_PRODUCTS) throw usageError({ code: 'exact-too-large', where, found: products });
  const unknown = NOT_EXACT.filter((field) => problem[field] !== undefined);
  if (unknown.length > 0)
    throw usageError({
      code: 'exact-without-option',
      where,
      options: unknown.map((field) => field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)),
    });
  if (problem.scoreMod) throw usageError({ code: 'exact-without-score-mod', where });

  const over = problem.normalizeOver ?? 'keys';
  if (over !== 'keys') throw usageError({ code: 'exact-over-keys-only', where, over });

  const { output, pass } = carryOut(made.right);
  // How much a change of the inputs is magnified is known for softmax(Q·Kᵀ)·V itself.
  const plain = isDotProductSoftmax(problem) && !problem.wo && !made.trace.problem.x;
  const sure = await inBigNumbers(made, pass);
  const shorter = attend({ ...made.trace.problem, dtype: 'float32' } as Problem);
  const inFloat32 = inward(made, outward(shorter, shorter.stages.get('output')!));
  return {
    digits: {
      out: rightDigits(inward(made, actual).data, sure),
      float32: rightDigits(inFloat32.data, sure),
      float64: rightDigits(output.data, sure),
    },
    ...(plain && { condition: conditionOf(made, pass) }),
    output: Float64Array.from(sure, (x) => x.toNumber()),
  };
}

/** Steps that are computed in float64 only. */
const NOT_EXACT = [
  'ropeDim',
  'ropeScaling',
  'ropeSections',
  'positions',
  'queryPositions',
  'keyPositions',
  'qNorm',
  'kNorm',
  'gate',
  'relativeKey',
  'relativeQuery',
  'relativeValue',
  'relativeU',
  'selectTop',
  'selectBlocks',
  'differential',
  'featureMap',
  'recurrence',
] as const satisfies readonly (keyof Problem)[];

/** The output, shaped as `carryOut` gives it. */
async function inBigNumbers(made: Case, pass: Pass): Promise<Big[]> {
  const big = await bigNumbers();
  const { problem } = made.right;
  const { batch, heads, nQ, dV } = pass.sizes;
  const perHead: Big[][][][] = [];
  for (let b = 0; b < batch; b++) perHead.push(Array.from({ length: heads }, (_, h) => bigHead(made, pass, b, h, big)));
  const { wo, bo } = problem;
  if (!wo) return perHead.flat(3);
  const columns = wo.shape[1]!;
  const turned = Array.from({ length: columns }, (_, n) =>
    Array.from({ length: heads * dV }, (_r, m) => big(wo.data[m * columns + n]!)),
  );
  return perHead.flatMap((ofItem) =>
    Array.from({ length: nQ }, (_, i) => ofItem.flatMap((rows) => rows[i]!)).flatMap((joined) =>
      turned.map((column, n) => product(joined, column, big(bo?.data[n] ?? 0))),
    ),
  );
}

/** (n_q, d_v) of one head. */
function bigHead(made: Case, pass: Pass, b: number, h: number, big: ToBig): Big[][] {
  const { problem } = made.right;
  const { heads, nK, dK, dV } = pass.sizes;
  const { settings, alignment, keep, rule } = pass;
  // 1/√d_k has 50 digits too, where nobody said otherwise.
  const scale =
    made.trace.problem.scale === undefined && rule.scaledByDefault && dK > 0
      ? big(1).div(big(dK).sqrt())
      : big(pass.scale);
  const sink = problem.sink === undefined ? undefined : sinksOf(problem.sink, heads, settings.normalizer)[h]!;
  const slope = problem.alibi && slopesOf(problem.alibi, heads)[h]!;
  const bias = biasOf(pass, problem);
  const { queries, keys, values } = vectors(made, pass, b, h, big);
  const score = bigScore(problem, h, dK, keys[0]?.length ?? dK, big);
  const kept = keep && block(keep, b, h);
  return queries.map((query, i) => {
    const row = keys.map((key, j): Big | undefined => {
      if (kept && kept[i * nK + j] === 0) return undefined;
      let s = score(query, key).times(scale);
      if (problem.softcap) s = s.div(problem.softcap).tanh().times(problem.softcap);
      if (bias) s = s.plus(bias(i, j, h, b));
      if (slope) s = s.minus(big(slope).times(Math.abs(i + alignment.position[b]! - j)));
      return s.div(settings.temperature);
    });
    const empty = row.every((s) => s === undefined);
    const fill =
      sink !== undefined || settings.emptyRows === 'zero'
        ? big(0)
        : settings.emptyRows === 'nan'
          ? big(NaN)
          : big(1).div(nK);
    const weights = empty ? row.map(() => fill) : bigWeights(row, settings.normalizer, sink, big);
    if (empty && nK === 0) return Array.from({ length: dV }, () => big(settings.emptyRows === 'nan' ? NaN : 0));
    return Array.from({ length: dV }, (_, n) =>
      weights.reduce<Big>((sum, w, j) => (w ? sum.plus(w.times(values[j]![n]!)) : sum), big(0)),
    );
  });
}

/** The bias of a cell: what it added to the score in float64, exactly. */
function biasOf(
  { sizes: { nQ, nK, nPast } }: Pass,
  { bias }: Problem,
): ((i: number, j: number, h: number, b: number) => number) | undefined {
  if (!bias) return undefined;
  if ('at' in bias) return (i, j, h, b) => bias.at(i, j, h, b, nQ, nK, nPast);
  const shape = [...Array<number>(4 - bias.shape.length).fill(1), ...bias.shape] as [number, number, number, number];
  return (i, j, h, b) => {
    const at = [b, h, i, j].reduce((sum, index, axis) => sum * shape[axis]! + (shape[axis] === 1 ? 0 : index), 0);
    return bias.data[at]!;
  };
}

/** Decimal digits that agree: −log₁₀ of the relative error, 17 at most. Cells that are exactly 0 and cells that are no number are left out. */
function rightDigits(data: Float64Array, sure: readonly Big[]): { worst: number; middle: number } {
  const digits = sure
    .flatMap((x, at) => {
      if (x.isZero() || !x.isFinite()) return [];
      if (!Number.isFinite(data[at]!)) return [0];
      const relative = x.minus(data[at]!).div(x).abs().toNumber();
      return [Math.max(0, Math.min(17, -Math.log10(relative)))];
    })
    .sort((a, b) => a - b);
  return { worst: digits[0] ?? 17, middle: digits[Math.floor(digits.length / 2)] ?? 17 };
}

/**
 * max over the cells of [ Σ_j P·2·|scale|·Σ|q·k|·|v − o| + Σ_j P·|v| ] / |o|: how much larger the relative change of a cell can be
 * than that of the inputs. N. J. Higham, "Accuracy and Stability of Numerical Algorithms" (2002), §1.6.
 */
function conditionOf({ right }: Case, pass: Pass): number {
  const { batch, heads, nQ, nK, dK, dV } = pass.sizes;
  const { temperature } = settle(right.problem);
  const weights = pass.stages.get('weights')!.tensor;
  const output = pass.stages.get('output')!.tensor;
  const conditions: number[] = [];
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const [q, k, v] = [
        block(pass.made.queries, b, h),
        sharedBlock(pass.made.keys, b, h, heads),
        sharedBlock(pass.made.values, b, h, heads),
      ];
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
            change +=
              weight *
              ((2 * Math.abs(pass.scale) * size * Math.abs(value - o[i * dV + n]!)) / temperature + Math.abs(value));
          }
          conditions.push(change / Math.abs(o[i * dV + n]!));
        }
      }
    }
  }
  conditions.sort((a, b) => a - b);
  return conditions[Math.floor(conditions.length / 2)] ?? 1;
}
