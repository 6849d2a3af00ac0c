import type { Tensor4 } from '../core/index.js';
import type { Attempt } from './attempt.js';
import type { Cause } from './cause.js';
import { beside, constantsIn, isSame, pairsOf, partners } from './combine.js';
import { findDropout } from './dropout.js';
import { readOff } from './invert.js';
import { judgeOf, type Judge, type JudgedInputs, type Progress, type Reference } from './judge.js';
import { MISTAKES } from './mistakes/index.js';
import type { Arithmetic } from './arithmetic.js';
import { FACTORS, SEARCHES, type Constant } from './search.js';
import { twoConstants } from './two-constants.js';

/** Nanoseconds for what takes next to no time. */
const GLANCE = 5e8;

/** Causes that these inputs cannot tell apart. */
export interface Entry {
  readonly causes: readonly Cause[];
  /** Largest difference that is left. */
  readonly residual: number;
}

export interface Diagnosis {
  /** Best first; every one reproduces OUT up to rounding. */
  readonly entries: readonly Entry[];
  /** What comes nearest when nothing reproduces OUT. */
  readonly nearest?: Entry;
  readonly tried: { readonly singles: number; readonly constants: number; readonly pairs: number };
  /** What can be read back from OUT, when nothing reproduces it. */
  readonly readOff: readonly string[];
  /** Mistakes that change nothing on these inputs: they cannot be seen. */
  readonly unseen: readonly string[];
  /** Mistakes that were tried and do not give OUT. */
  readonly ruledOut: readonly string[];
  /** Of a large problem: mistakes not tried, in every way or in some, and how many tries were left out, those of constants and pairs with them. */
  readonly leftOut: { readonly ids: readonly string[]; readonly tries: number };
}

export interface DiagnoseOptions {
  /**
   * Also all constants, and pairs; `constants`: without pairs, where rounding could explain OUT too and two things at once
   * would be fitted to it; false: only factors on scores and output.
   */
  readonly deep?: boolean | 'constants';
  /** The right formula, where it was carried out already. */
  readonly reference?: Reference;
  /** Is told after every try how many there were. */
  readonly progress?: Progress | undefined;
  /** How exactly the inputs are known, and what that does to the output; without it they are exact. */
  readonly inputs?: JudgedInputs;
  /** Only what takes next to no time. */
  readonly glance?: boolean;
}

/**
 * What turns the right formula into OUT: every mistake of the catalogue that applies, alone; then unknown constants; then
 * pairs; then a constant beside a mistake.
 *
 * @param actual OUT in the form of `carryOut`
 */
export function diagnose(
  right: Attempt,
  actual: Tensor4,
  arithmetic: Arithmetic,
  { deep = true, reference, progress, inputs, glance }: DiagnoseOptions = {},
): Diagnosis {
  const judge = judgeOf(
    { ...right, dtype: arithmetic.dtype },
    actual,
    arithmetic,
    reference,
    progress,
    inputs,
    glance ? GLANCE : undefined,
  );
  const base = judge.right.attempt;
  const made = MISTAKES.flatMap((mistake) => {
    const attempt = mistake.put(base);
    return attempt ? [{ mistake, attempt }] : [];
  });
  // Where not everything can be afforded, what needs few rows goes before what needs all.
  const order = judge.large ? [...made].sort((a, b) => judge.costOf(a.attempt) - judge.costOf(b.attempt)) : made;
  const skipped = new Set<string>();
  const verdicts = new Map(
    order.map(({ mistake, attempt }) => {
      const before = judge.leftOut();
      const verdict = judge.weigh(attempt);
      if (judge.leftOut() > before) skipped.add(mistake.id);
      return [attempt, verdict] as const;
    }),
  );
  const weighed = made.map(({ mistake, attempt }) => ({ mistake, attempt, verdict: verdicts.get(attempt) }));
  const known = weighed.flatMap(({ mistake, verdict }) =>
    verdict ? [{ id: mistake.id, mistakes: [mistake], verdict }] : [],
  );
  const tried = { singles: made.length, constants: 0, pairs: 0 };
  const unseen = idsOf(known.filter(({ verdict }) => isSame(verdict, judge)));
  const report = (found: readonly Cause[]): Diagnosis => {
    // What leaves nothing at all beats what leaves a rounding of the inputs.
    const sharp = found.filter(({ verdict }) => verdict.max <= judge.sharp);
    const causes = sharp.length > 0 ? sharp : found;
    const entries = grouped(causes, judge);
    const explained = new Set(entries.flatMap((entry) => entry.causes.flatMap(({ id }) => id.split('+'))));
    const ruledOut = [...new Set(made.map(({ mistake }) => mistake.id))].filter(
      (id) => !explained.has(id) && !unseen.includes(id) && !skipped.has(id),
    );
    const nearest = entries.length > 0 ? undefined : nearestOf(known, judge);
    return {
      entries,
      tried,
      unseen,
      ruledOut,
      leftOut: { ids: [...skipped], tries: judge.leftOut() },
      readOff: entries.length > 0 || !deep ? [] : readOff(base, actual),
      ...(nearest && { nearest }),
    };
  };

  const single = known.filter(({ verdict }) => judge.explains(verdict));
  if (single.length > 0) return report(single);
  if (!deep) return report(FACTORS.flatMap((search) => search(base, judge, judge.right) ?? []).map(asCause));

  judge.more();
  const constants = constantsIn(base, judge.right, judge);
  tried.constants = SEARCHES.length;
  if (deep === 'constants') return report(constants.map(asCause));
  const dropout = findDropout(base, judge);
  if (dropout) return report([{ id: dropout.mistake.id, mistakes: [dropout.mistake], verdict: dropout.verdict }]);
  if (constants.length > 0) return report(constants.map(asCause));

  judge.more();
  const parts = partners(weighed, judge);
  const pairs = pairsOf(parts, judge, tried);
  if (pairs.length > 0) return report(pairs);
  const mixed = beside(parts, judge);
  return report(mixed.length > 0 ? mixed : twoConstants(base, judge).map(asCause));
}

function asCause(constant: Constant): Cause {
  return { id: constant.id, mistakes: [], constant, verdict: constant.verdict };
}

/** Best first; those that OUT cannot tell apart together. */
function grouped(causes: readonly Cause[], judge: Judge): Entry[] {
  const sorted = [...causes].sort((a, b) => a.verdict.rms - b.verdict.rms);
  const groups: Cause[][] = [];
  for (const cause of sorted) {
    const best = groups.at(-1)?.[0];
    if (best && cause.verdict.rms <= Math.max(2 * best.verdict.rms, judge.noise)) groups.at(-1)!.push(cause);
    else groups.push([cause]);
  }
  return groups.slice(0, 5).map((group) => entryOf(group));
}

function entryOf(group: readonly Cause[]): Entry {
  const order = (cause: Cause): number => (cause.mistakes[0] ? MISTAKES.indexOf(cause.mistakes[0]) : -1);
  const causes = [...group].sort(
    (a, b) => Number(a.mistakes[0]?.alone ?? false) - Number(b.mistakes[0]?.alone ?? false) || order(a) - order(b),
  );
  return { causes, residual: Math.min(...group.map(({ verdict }) => verdict.max)) };
}

/** The mistake that leaves the least, if it leaves much less than there was. */
function nearestOf(known: readonly Cause[], judge: Judge): Entry | undefined {
  const near = known
    .filter(({ verdict }) => verdict.bad <= judge.right.bad && verdict.rms < 0.5 * judge.right.rms)
    .sort((a, b) => a.verdict.rms - b.verdict.rms)[0];
  return near && entryOf([near]);
}

function idsOf(causes: readonly Cause[]): string[] {
  return [...new Set(causes.map(({ id }) => id))];
}
