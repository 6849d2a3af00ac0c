import { block, log, type Pass, sharedBlock, type Tensor4 } from '../core/index.js';
import { LOGITS, stageOf } from '../lens/index.js';
import { carryOut, reaching, withStep, type Attempt } from './attempt.js';
import { invert, solveRight, type Inverted } from './invert.js';
import type { Judge, Verdict } from './judge.js';
import type { Mistake } from './mistakes/mistake.js';
import { beforeProjection } from './undo.js';

/** Dropout that was found: as a mistake, and how near it comes. */
export interface Dropout {
  readonly mistake: Mistake;
  readonly verdict: Verdict;
}

/** What every number of a step is multiplied by: 0 or the factor. */
interface Factors {
  readonly factor: number;
  readonly each: Float64Array;
}

const TEXTS = {
  lookFor: 'dropout_p that is not 0 in evaluation, F.dropout without training=self.training',
  instead: 'dropout_p=self.p if self.training else 0.0',
  alone: true,
  put: () => undefined,
} as const;

/** What may be found here, without the probability that is read off OUT. */
export const DROPOUT: readonly Mistake[] = (
  [
    ['D1', 'dropout is active', 'some weights are 0, the others times 1/(1 − p)'],
    ['D2', 'dropout without the factor 1/(1 − p), and active', 'some weights are 0, the others unchanged'],
    [
      'D3',
      'dropout is active on the scores or on the values',
      'some scores or numbers of V are 0, the others times 1/(1 − p)',
    ],
  ] as const
).map(([id, title, formula]) => ({ ...TEXTS, id, title, formula }));

/** Of more keys the values are not solved for: the time grows with the third power. */
const MOST_KEYS = 256;

/** With so many keys all subsets of them are tried. */
const MOST_SUBSETS = 8;

/**
 * Dropout that is active: on the weights (D1, D2), on the values or on the scores (D3). Which numbers were dropped is read off
 * OUT, and then has to give OUT again.
 */
export function findDropout(attempt: Attempt, judge: Judge): Dropout | undefined {
  if (judge.actual.data.some((x) => !Number.isFinite(x))) return undefined;
  const open = beforeProjection(attempt, judge.actual);
  if (!open) return undefined;
  const inverted = invert(open.attempt, open.actual);
  const tries: readonly (() => Dropout | undefined)[] = [
    () => judged(inverted && onWeights(inverted), 'weights', attempt, judge),
    () => judged(inverted && onScores(inverted, open.attempt), 'unmasked', attempt, judge),
    () => judged(onValues(open.attempt, open.actual), 'values', attempt, judge),
  ];
  for (const one of tries) {
    const found = one();
    if (found) return found;
  }
  return undefined;
}

function judged(
  found: Factors | undefined,
  step: 'weights' | 'unmasked' | 'values',
  attempt: Attempt,
  judge: Judge,
): Dropout | undefined {
  if (!found || found.each.every((one) => one !== 0)) return undefined;
  const dropped = reaching(
    withStep(attempt, step, (now) => ({ ...now, data: now.data.map((x, at) => x * found.each[at]!) })),
    'all',
  );
  const verdict = judge.weigh(dropped);
  if (!verdict || !judge.explains(verdict)) return undefined;
  const plain = Math.abs(found.factor - 1) < 0.02;
  const share = Math.round((1 - 1 / found.factor) * 1000) / 1000;
  const what = { weights: 'weights', unmasked: 'scores', values: 'numbers of V' }[step];
  const where = { weights: '', unmasked: ' on the scores', values: ' on the values' }[step];
  const mistake: Mistake = {
    ...TEXTS,
    id: step !== 'weights' ? 'D3' : plain ? 'D2' : 'D1',
    title: plain
      ? `dropout${where} without the factor 1/(1 − p), and active`
      : `dropout is active${where} (p ≈ ${share})`,
    formula: plain
      ? `some ${what} are 0, the others unchanged`
      : `some ${what} are 0, the others times ${Number(found.factor.toPrecision(4))} = 1/(1 − p)`,
  };
  return { mistake, verdict };
}

/** Some weights are 0, all the others are the right ones times one factor. */
function onWeights({ weights, right }: Inverted): Factors | undefined {
  const ratios = [...right.data].flatMap((p, at) => (p > 0.01 ? [weights.data[at]! / p] : []));
  const kept = ratios.filter((ratio) => Math.abs(ratio) > 0.05).sort((a, b) => a - b);
  const factor = kept[kept.length >> 1];
  if (
    factor === undefined ||
    kept.length === ratios.length ||
    kept.some((ratio) => Math.abs(ratio - factor) > 0.05 * factor)
  )
    return undefined;
  return {
    factor,
    each: right.data.map((p, at) => (p > 0 && Math.abs(weights.data[at]! / p) > 0.5 * factor ? factor : 0)),
  };
}

/** ln w = c·s − lse for the scores that were kept, −lse for those that were dropped. */
function onScores({ weights, right }: Inverted, attempt: Attempt): Factors | undefined {
  const { pass } = carryOut(attempt);
  const scores = stageOf(pass, LOGITS)!.tensor.data;
  const nK = weights.shape[3]!;
  const rows = Array.from({ length: weights.data.length / nK }, (_, row) =>
    Array.from({ length: nK }, (_k, j) => row * nK + j)
      .filter((at) => right.data[at]! > 0 && weights.data[at]! > 0)
      .map((at) => ({ at, s: scores[at]!, l: log(weights.data[at]!) })),
  );
  // Two kept scores of a row give the factor; so do not two of which one was dropped.
  const slopes = rows.flatMap((row) =>
    row.flatMap((a, n) =>
      row.slice(n + 1).flatMap((b) => (Math.abs(a.s - b.s) > 0.05 ? [(a.l - b.l) / (a.s - b.s)] : [])),
    ),
  );
  const factor = densest(slopes.filter((slope) => slope > 0.5));
  if (factor === undefined) return undefined;
  const each = new Float64Array(right.data.length).fill(factor);
  for (const row of rows) {
    // The first key was kept, or it was dropped: whichever fits the others.
    const [first] = row;
    if (!first) continue;
    const ways = [factor * first.s - first.l, -first.l].map((lse) =>
      row.map(({ s, l }) => [Math.abs(l - factor * s + lse), Math.abs(l + lse)] as const),
    );
    const off = (way: (typeof ways)[number]): number => Math.max(...way.map(([kept, gone]) => Math.min(kept, gone)));
    const best = ways.sort((a, b) => off(a) - off(b))[0]!;
    row.forEach(({ at }, n) => {
      if (best[n]![1] < best[n]![0]) each[at] = 0;
    });
  }
  return { factor, each };
}

/** So many of the numbers that were kept must agree on the factor. */
const AGREEMENT = 0.15;

/** The value around which many others lie. */
function densest(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  let [best, from, until] = [0, 0, -1];
  sorted.forEach((x, start) => {
    let end = Math.max(until, start);
    while (end + 1 < sorted.length && sorted[end + 1]! <= x * 1.001) end++;
    if (end - start > best) [best, from] = [end - start, start];
    until = end;
  });
  return best < Math.max(2, AGREEMENT * sorted.length) ? undefined : sorted[from + (best >> 1)];
}

/** The values behind OUT: each is the right one times 0 or a factor. */
function onValues(attempt: Attempt, actual: Tensor4): Factors | undefined {
  if (attempt.geometry.shape[3] > MOST_KEYS) return undefined;
  const { pass } = carryOut(attempt);
  // The first heads alone say whether it is worth the others.
  const factor = densest([...valueRatios(pass, actual, undefined, 1)].filter((ratio) => ratio > 0.5));
  return factor === undefined
    ? undefined
    : {
        factor,
        each: valueRatios(pass, actual, factor, pass.sizes.batch).map((ratio) =>
          Math.abs(ratio) < 0.5 * factor ? 0 : factor,
        ),
      };
}

/**
 * What each value was multiplied by, from the right weights of all the heads that share it; NaN where OUT does not say.
 *
 * @param items so many batch items
 */
function valueRatios(pass: Pass, actual: Tensor4, factor: number | undefined, items: number): Float64Array {
  const { heads, nQ, nK, dV } = pass.sizes;
  const [, kvHeads] = pass.made.values.shape;
  const group = heads / kvHeads;
  const found = new Float64Array(pass.made.values.data.length).fill(NaN);
  const weights = pass.stages.get('weights')!.tensor;
  for (let b = 0; b < items; b++) {
    for (let g = 0; g < kvHeads; g++) {
      const members = Array.from({ length: group }, (_, n) => g * group + n);
      const seen = Array.from({ length: nK }, (_, j) => j).filter((j) =>
        members.some((h) => block(weights, b, h).some((w, at) => at % nK === j && w > 0)),
      );
      const rows = members.flatMap((h) =>
        Array.from({ length: nQ }, (_, i) => ({
          w: block(weights, b, h).subarray(i * nK, (i + 1) * nK),
          o: block(actual, b, h).subarray(i * dV, (i + 1) * dV),
        })),
      );
      const v = sharedBlock(pass.made.values, b, g * group, heads);
      const inside = rows.length >= seen.length ? solved(rows, seen, dV) : undefined;
      for (let m = 0; m < dV; m++) {
        const ratios = inside
          ? seen.map((j, n) => inside[m * seen.length + n]! / v[j * dV + m]!)
          : seen.length <= MOST_SUBSETS
            ? subset(
                rows.map(({ w }) => seen.map((j) => w[j]! * v[j * dV + m]!)),
                rows.map(({ o }) => o[m]!),
                factor,
              )
            : undefined;
        ratios?.forEach((ratio, n) => {
          found[((b * kvHeads + g) * nK + seen[n]!) * dV + m] = ratio;
        });
      }
    }
  }
  return found;
}

/** (d_v, keys that are seen): least squares. */
function solved(
  rows: readonly { w: Float64Array; o: Float64Array }[],
  seen: readonly number[],
  dV: number,
): Float64Array | undefined {
  const a = Float64Array.from(
    { length: seen.length * rows.length },
    (_, at) => rows[at % rows.length]!.w[seen[Math.floor(at / rows.length)]!]!,
  );
  const o = Float64Array.from(
    { length: dV * rows.length },
    (_, at) => rows[at % rows.length]!.o[Math.floor(at / rows.length)]!,
  );
  return solveRight(a, seen.length, rows.length, o, dV);
}

/** Which of the terms, times one factor, add up to the sums; tried one subset after the other. */
function subset(
  terms: readonly (readonly number[])[],
  sums: readonly number[],
  known: number | undefined,
): number[] | undefined {
  const n = terms[0]?.length ?? 0;
  let best: { off: number; chosen: number; factor: number } | undefined;
  for (let chosen = known === undefined ? 1 : 0; chosen < 2 ** n; chosen++) {
    const made = terms.map((row) => row.reduce((sum, term, at) => (chosen & (1 << at) ? sum + term : sum), 0));
    const factor = known ?? made.reduce((sum, x, i) => sum + x * sums[i]!, 0) / made.reduce((sum, x) => sum + x * x, 0);
    const off = made.reduce((sum, x, i) => sum + (factor * x - sums[i]!) ** 2, 0);
    if (factor > 0.5 && (!best || off < best.off)) best = { off, chosen, factor };
  }
  return best && Array.from({ length: n }, (_, at) => (best.chosen & (1 << at) ? best.factor : 0));
}
