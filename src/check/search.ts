import { exp, forward, log, logSumExp, tensor, isOneMap } from '../core/index.js';
import { LOGITS, stageOf } from '../lens/index.js';
import { injectionOf, withFinish, withGeometry, withProblem, withStep, type Attempt } from './attempt.js';
import { ruleOf } from './geometry.js';
import type { Glance, Judge, Verdict } from './judge.js';
import { sizesOf } from './mistakes/mistake.js';
import { queriesMoved } from './mistakes/position.js';
import { largestSeen, maskedBy, sumSeen, withRowRule } from './mistakes/rows.js';
import { solve } from './solve.js';

export type TwoConstants = 'scale+softcap' | 'scale+sink' | 'softcap+sink' | 'scale+window';

/** A constant that the code has and should not, found by search. */
export interface Constant {
  readonly id:
    | TwoConstants
    | 'scale'
    | 'softcap'
    | 'sink'
    | 'window'
    | 'causal-offset'
    | 'rope-base'
    | 'output-scale'
    | 'O9'
    | 'X14'
    | 'M6'
    | 'R6'
    | 'G3'
    | 'G4'
    | 'B3';
  readonly title: string;
  readonly value: number | readonly number[];
  /** Instead of `id = value`. */
  readonly formula?: string;
  readonly verdict: Verdict;
}

/** Tries to explain OUT by one unknown constant in an attempt. */
export type Search = (attempt: Attempt, judge: Judge, verdict: Verdict | undefined) => Constant | undefined;

const around = (attempt: Attempt): number => Math.abs(sizesOf(attempt).scale) || 1;

/** One number, searched on a grid of factors and then refined. */
function byNumber(
  id: Constant['id'],
  title: (value: string) => string,
  grid: (attempt: Attempt) => readonly number[] | undefined,
  put: (attempt: Attempt, value: number) => Attempt,
): Search {
  return (attempt, judge) => {
    const values = grid(attempt);
    if (!values) return undefined;
    const seen = judge.glance(attempt);
    if (!seen) return undefined;
    const found = solve(
      (value) => partOf(judge.glance(put(attempt, value))),
      partOf({ ...seen, output: seen.actual })!,
      values,
      judge.glanceOff,
    );
    if (found === undefined) return undefined;
    const best = nicest(found, (value) => judge.weigh(put(attempt, value), true), judge);
    return best && { id, title: title(shown(best.value)), ...best };
  };
}

/** A number that leaves so many times less than the short one beside it is not that one. */
const CLEARLY_LESS = 8;

/** The number that was found, or a short one next to it that explains OUT as well. */
function nicest(
  found: number,
  weigh: (value: number) => Verdict | undefined,
  judge: Judge,
): { value: number; verdict: Verdict } | undefined {
  const nice = niceNumber(found);
  const [short, exact] = [nice, nice === found ? undefined : found].map((value) => {
    const verdict = value === undefined ? undefined : weigh(value);
    return verdict && judge.explains(verdict) ? { value: value!, verdict } : undefined;
  });
  return short && exact && short.verdict.rms > CLEARLY_LESS * exact.verdict.rms ? exact : (short ?? exact);
}

/** The numbers of a glance: those of the rows that were carried out. */
export function partOf(glance: Glance | undefined): Float64Array | undefined {
  if (!glance?.rows) return glance?.output.data;
  const { output, rows } = glance;
  const [batch, heads, nQ, d] = output.shape;
  const part = new Float64Array(batch * heads * rows.length * d);
  let at = 0;
  for (let head = 0; head < batch * heads; head++)
    for (const i of rows) {
      part.set(output.data.subarray((head * nQ + i) * d, (head * nQ + i + 1) * d), at);
      at += d;
    }
  return part;
}

/** The shortest number within a millionth, if a short one is there. */
export function niceNumber(x: number): number {
  for (let digits = 1; digits <= 5; digits++) {
    const nice = Number(x.toPrecision(digits));
    if (Math.abs(nice - x) <= 2e-6 * Math.abs(x)) return nice;
  }
  return x;
}

export function shown(value: number): string {
  return String(Number(value.toPrecision(7)));
}

export const factors = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.floor(log(to / from) / log(step)) + 1 }, (_, at) => from * step ** at);

const scale = byNumber(
  'scale',
  (value) => `the scale is ${value}`,
  (attempt) => {
    const up = factors(around(attempt) / 64, around(attempt) * 64, 2);
    return [-around(attempt), ...up];
  },
  (attempt, value) => withProblem(attempt, { scale: value }),
);

const softcap = byNumber(
  'softcap',
  (value) => `there is a softcap of ${value}`,
  () => factors(0.05, 100, 2),
  (attempt, value) => withProblem(attempt, { softcap: value }),
);

const ropeBase = byNumber(
  'rope-base',
  (value) => `the base of RoPE is ${value}`,
  ({ problem }) => (problem.rope ? factors(2, 1e8, 1.5) : undefined),
  (attempt, value) => withProblem(attempt, { ropeBase: value }),
);

/** The constants of two mistakes of the catalogue that may be any number. */
const epsilon = byNumber(
  'X14',
  (value) => `${value} is added to the denominator`,
  ({ problem }) => (problem.sink === undefined ? factors(1e-6, 2, 4) : undefined),
  (attempt, value) =>
    withRowRule(attempt, (row) => {
      const max = largestSeen(row);
      const sum = sumSeen(row, max) + value;
      return row.scores.map((s, j) => (row.sees(j) ? exp(s - max) / sum : 0));
    }),
);

const maskConstant = byNumber(
  'M6',
  (value) => `masked with ${value}, which is not enough`,
  ({ geometry }) =>
    ruleOf(geometry)
      ? factors(0.25, 16, 2)
          .map((x) => -x)
          .reverse()
      : undefined,
  (attempt, value) => maskedBy(attempt, (s, seen) => (seen ? s : s + value)),
);

const fillConstant = byNumber(
  'M6',
  (value) => `masked scores are set to ${value}, which is not enough`,
  ({ geometry }) =>
    ruleOf(geometry)
      ? factors(0.25, 16, 2)
          .map((x) => -x)
          .reverse()
      : undefined,
  (attempt, value) => maskedBy(attempt, (s, seen) => (seen ? s : value)),
);

/** OUT = c·output, one c for all. */
const outputScale: Search = (attempt, judge, verdict) => {
  if (!verdict || verdict.bad > 0) return undefined;
  let [product, square] = [0, 0];
  verdict.output.data.forEach((x, at) => {
    const y = judge.actual.data[at]!;
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    product += x * y;
    square += x * x;
  });
  const factor = product / square;
  if (!(Math.abs(factor) > 0) || Math.abs(factor - 1) < 1e-9) return undefined;
  const best = nicest(
    factor,
    (value) => judge.weigh(withFinish(attempt, (output) => ({ ...output, data: output.data.map((x) => x * value) }))),
    judge,
  );
  return best && { id: 'output-scale', title: `the output is multiplied by ${shown(best.value)}`, ...best };
};

/**
 * A sink takes the share 1 − c of a row, so c/(1 − c) = e^(lse − sink): the same sink in all rows of a head.
 * A number ε in the denominator does the same with the largest score taken off.
 */
const sink: Search = (attempt, judge, verdict) => {
  if (
    attempt.problem.sink !== undefined ||
    attempt.problem.wo ||
    attempt.reach === 'all' ||
    !verdict ||
    verdict.bad > 0
  )
    return undefined;
  if (!isOneMap(attempt.problem)) return undefined;
  const { heads, batch, nQ, nK, dV } = sizesOf(attempt);
  const pass = forward(attempt.problem, injectionOf(attempt));
  const scores = stageOf(pass, LOGITS)!.tensor.data;
  const logits: number[][] = Array.from({ length: heads }, () => []);
  for (let row = 0; row < batch * heads * nQ; row++) {
    let [product, square] = [0, 0];
    for (let n = 0; n < dV; n++) {
      const x = verdict.output.data[row * dV + n]!;
      product += x * judge.actual.data[row * dV + n]!;
      square += x * x;
    }
    const share = product / square;
    if (!(share > 0.001 && share < 0.9999999)) continue;
    const lse = logSumExp(scores.slice(row * nK, (row + 1) * nK), undefined, undefined);
    logits[Math.floor(row / nQ) % heads]!.push(lse + log((1 - share) / share));
  }
  if (logits.some((of) => of.length === 0)) return undefined;
  const perHead = logits.map((of) => of.sort((a, b) => a - b)[Math.floor(of.length / 2)]!);
  const mean = perHead.reduce((sum, one) => sum + one, 0) / heads;
  const one = perHead.every((logit) => Math.abs(logit - mean) < 1e-3);
  for (const found of one
    ? [niceNumber(Number(mean.toPrecision(6))), mean, perHead]
    : [perHead.map((logit) => Number(logit.toPrecision(4))), perHead]) {
    const tried = judge.weigh(
      withProblem(attempt, { sink: typeof found === 'number' ? found : tensor([heads], found) }),
    );
    if (tried && judge.explains(tried)) {
      const text = typeof found === 'number' ? shown(found) : found.map(shown).join(', ');
      const keys = Math.round(exp(mean));
      if (one && keys > 1 && Math.abs(mean - log(keys)) < 1e-4)
        return {
          id: 'B3',
          title: `${keys} keys of score 0 too many are in the denominator (as a sink of ln ${keys} = ${shown(log(keys))})`,
          formula: `Σ e^S + ${keys}·e⁰ in the denominator`,
          value: keys,
          verdict: tried,
        };
      return { id: 'sink', title: `there is a sink of ${text}`, value: found, verdict: tried };
    }
  }
  return undefined;
};

/** Whole numbers, all of them tried. */
function byWhole(
  id: Constant['id'],
  title: (value: number, other?: string) => string,
  values: (attempt: Attempt) => readonly (readonly [number, Attempt, string?])[],
): Search {
  return (attempt, judge) => {
    let best: { value: number; verdict: Verdict; other: string | undefined } | undefined;
    for (const [value, changed, other] of values(attempt)) {
      const verdict = judge.weigh(changed, true);
      if (verdict && judge.explains(verdict) && (!best || verdict.rms < best.verdict.rms))
        best = { value, verdict, other };
    }
    return best && { id, title: title(best.value, best.other), value: best.value, verdict: best.verdict };
  };
}

/** Lengths that people choose: small ones, and those around a multiple of 8. */
const likely = (length: number): boolean => length <= 24 || (length + 1) % 8 < 3;

const ends = (attempt: Attempt): Attempt[] => [
  attempt,
  ...(['nan', 'uniform'] as const).map((emptyRows) => withProblem(attempt, { emptyRows })),
];

const causalOffset = byWhole(
  'causal-offset',
  (value) => `causal with an offset of ${value}: j ≤ i ${value < 0 ? '−' : '+'} ${Math.abs(value)}`,
  (attempt) => {
    const { nQ, nK } = sizesOf(attempt);
    const now = attempt.geometry.causal?.[0] ?? 0;
    return Array.from({ length: nQ + nK - 1 }, (_, at) => at - nQ + 1)
      .filter((offset) => likely(Math.abs(offset - now)) || likely(Math.abs(offset)))
      .flatMap((offset) => {
        const moved = withGeometry(attempt, { causal: attempt.geometry.position.map(() => offset) });
        return (offset < 0 ? ends(moved) : [moved]).map((one) => [offset, one] as const);
      });
  },
);

/** One key more or less has a name of its own in the catalogue. */
const causalEdge: Search = (attempt, judge, verdict) => {
  const found = causalOffset(attempt, judge, verdict);
  const given = attempt.geometry.causal;
  const moved = found && given?.every((one) => one === given[0]) ? Number(found.value) - given[0]! : 0;
  return found && Math.abs(moved) === 1 ? { ...found, id: moved < 0 ? 'G3' : 'G4' } : found;
};

const FURTHEST = 16;

/** Queries that stand elsewhere than they should, for RoPE. */
const queryPosition = byWhole(
  'R6',
  (value) =>
    `RoPE turns the queries as if they stood ${Math.abs(value)} ${value < 0 ? 'before' : 'behind'} their place`,
  (attempt) =>
    attempt.problem.rope
      ? Array.from({ length: 2 * FURTHEST + 1 }, (_, at) => at - FURTHEST)
          .filter((by) => by !== 0)
          .map((by) => [by, queriesMoved(attempt, by)] as const)
      : [],
);

/** Windows of every likely length, of three kinds: how many keys before, the attempt, and what else is to be said. */
export function windowsOf(attempt: Attempt): readonly (readonly [number, Attempt, string])[] {
  const { nQ, nK } = sizesOf(attempt);
  const after = attempt.geometry.window?.[1] ?? -1;
  const positions = [
    attempt.geometry.position,
    ...(attempt.geometry.position.every((p) => p === nK - nQ) ? [] : [attempt.geometry.position.map(() => nK - nQ)]),
  ];
  const rights = (left: number): (readonly [number, string])[] => [
    [after, ''],
    [0, ', none after'],
    [left, ' and after'],
  ];
  return positions.flatMap((position) =>
    Array.from({ length: nK }, (_, left) => left)
      .filter(likely)
      .flatMap((left) =>
        rights(left).map(
          ([right, text]) => [left, withGeometry(attempt, { window: [left, right], position }), text] as const,
        ),
      ),
  );
}

const window = byWhole(
  'window',
  (value, other) => `there is a window of ${value} keys before${other ?? ''}`,
  windowsOf,
);

/** The same vector in every row. */
const outputShift: Search = (attempt, judge, verdict) => {
  if (!verdict || verdict.bad > 0 || attempt.finish) return undefined;
  const d = judge.actual.shape[3]!;
  const rows = verdict.output.data.length / d;
  if (rows < 3) return undefined;
  const shift = new Float64Array(d);
  verdict.output.data.forEach((x, at) => {
    shift[at % d]! += (judge.actual.data[at]! - x) / rows;
  });
  const moved = judge.weigh(
    withStep(
      withFinish(attempt, (output) => ({ ...output, data: output.data.map((x, at) => x + shift[at % d]!) })),
      'heads',
      (heads) => heads,
    ),
  );
  return moved && judge.explains(moved)
    ? {
        id: 'O9',
        title: 'the same vector is added to every row: the bias of an output projection',
        value: [...shift].map((x) => niceNumber(Math.abs(x) < judge.noise ? 0 : x)),
        verdict: moved,
      }
    : undefined;
};

/** What short types may hide: a factor that is a little wrong. */
export const FACTORS: readonly Search[] = [outputScale, scale];

/** All constants that are searched for. `scan`: by trying all values, which takes long where there are many keys. `shifts`: something is added to weights·V. */
export const SEARCHES: readonly { readonly search: Search; readonly scan?: boolean; readonly shifts?: boolean }[] = [
  { search: outputScale },
  { search: sink },
  { search: scale },
  { search: softcap },
  { search: ropeBase },
  { search: outputShift, shifts: true },
  { search: epsilon },
  { search: maskConstant },
  { search: fillConstant },
  { search: queryPosition, scan: true },
  { search: causalEdge, scan: true },
  { search: window, scan: true },
];
