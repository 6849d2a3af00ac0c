import type { Tensor } from '../core/tensor.js';
import type { Attempt } from './attempt.js';
import { findDropout } from './dropout.js';
import { readOff } from './invert.js';
import { judgeOf, type Judge, type Progress, type Reference, type Verdict } from './judge.js';
import { MISTAKES } from './mistakes/index.js';
import type { Mistake } from './mistakes/mistake.js';
import type { Arithmetic } from './precision.js';
import { FACTORS, SEARCHES, type Constant } from './search.js';
import { twoConstants } from './two-constants.js';

/** One way to get OUT. */
export interface Cause {
  /** `S1`, `scale`, or `S1+G1`. */
  readonly id: string;
  readonly mistakes: readonly Mistake[];
  readonly constant?: Pick<Constant, 'id' | 'title' | 'value'>;
  readonly verdict: Verdict;
}

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
  /** Also all constants, and pairs; without it only factors on scores and output. */
  readonly deep?: boolean;
  /** The right formula, where it was carried out already. */
  readonly reference?: Reference;
  /** Is told after every try how many there were. */
  readonly progress?: Progress | undefined;
}

/** So much may be spent on pairs, and as much on constants beside a mistake; the unit is a score. */
const BUDGET = 4e6;

/** A pair of attempts that costs more than this waits. */
const SLOW = 1e5;

/** How often an attempt is carried out while a constant is searched. */
const STEPS = 40;

/** Pairs are made of these first: what most bug reports were about. */
const COMMON = ['S1', 'S2', 'S4', 'G1', 'G2', 'M1', 'M2', 'M3', 'M4', 'X1', 'M5', 'G3', 'G4', 'G9', 'H9', 'X13', 'X9', 'H1', 'H2', 'R1', 'R4', 'A1', 'C6', 'S3', 'S7', 'O1', 'O3', 'K5', 'H10', 'G10', 'P3', 'H7', 'O10', 'H6', 'P2', 'H12'];

/**
 * What turns the right formula into OUT: every mistake of the catalogue that applies, alone; then unknown constants; then
 * pairs; then a constant beside a mistake.
 *
 * @param actual OUT in the form of `carryOut`
 */
export function diagnose(right: Attempt, actual: Tensor, arithmetic: Arithmetic, { deep = true, reference, progress }: DiagnoseOptions = {}): Diagnosis {
  const judge = judgeOf({ ...right, dtype: arithmetic.dtype }, actual, arithmetic, reference, progress);
  const base = judge.right.attempt;
  const made = MISTAKES.flatMap((mistake) => {
    const attempt = mistake.put(base);
    return attempt ? [{ mistake, attempt }] : [];
  });
  // Where not everything can be afforded, what needs few rows goes before what needs all.
  const order = judge.large ? [...made].sort((a, b) => judge.costOf(a.attempt) - judge.costOf(b.attempt)) : made;
  const skipped = new Set<string>();
  const verdicts = new Map(order.map(({ mistake, attempt }) => {
    const before = judge.leftOut();
    const verdict = judge.weigh(attempt);
    if (judge.leftOut() > before) skipped.add(mistake.id);
    return [attempt, verdict] as const;
  }));
  const weighed = made.map(({ mistake, attempt }) => ({ mistake, attempt, verdict: verdicts.get(attempt) }));
  const known = weighed.flatMap(({ mistake, verdict }) => (verdict ? [{ id: mistake.id, mistakes: [mistake], verdict }] : []));
  const tried = { singles: made.length, constants: 0, pairs: 0 };
  const unseen = idsOf(known.filter(({ verdict }) => isSame(verdict, judge)));
  const report = (causes: readonly Cause[]): Diagnosis => {
    const entries = grouped(causes, judge);
    const explained = new Set(entries.flatMap((entry) => entry.causes.flatMap(({ id }) => id.split('+'))));
    const ruledOut = [...new Set(made.map(({ mistake }) => mistake.id))].filter((id) => !explained.has(id) && !unseen.includes(id) && !skipped.has(id));
    const nearest = entries.length > 0 ? undefined : nearestOf(known, judge);
    return { entries, tried, unseen, ruledOut, leftOut: { ids: [...skipped], tries: judge.leftOut() }, readOff: entries.length > 0 || !deep ? [] : readOff(base, actual), ...(nearest && { nearest }) };
  };

  const single = known.filter(({ verdict }) => judge.explains(verdict));
  if (single.length > 0) return report(single);
  if (!deep) return report(FACTORS.flatMap((search) => search(base, judge, judge.right) ?? []).map(asCause));

  judge.more();
  const constants = constantsIn(base, judge.right, judge);
  tried.constants = SEARCHES.length;
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

interface Part {
  readonly mistake: Mistake;
  /** Others that give the same. */
  readonly same: Mistake[];
  readonly attempt: Attempt;
  readonly verdict: Verdict | undefined;
  readonly seen: Tensor;
  readonly rows: number;
}

/** Mistakes worth combining: likely ones, that change something, each different result once; those that explain some rows first. */
function partners(weighed: readonly Pick<Part, 'mistake' | 'attempt' | 'verdict'>[], judge: Judge): Part[] {
  const rank = ({ mistake }: Pick<Part, 'mistake'>): number => { const at = COMMON.indexOf(mistake.id); return at < 0 ? COMMON.length : at; };
  const kept: Part[] = [];
  // Of those that give the same alone, the likeliest stands for all: beside another mistake they may differ.
  for (const { mistake, attempt, verdict } of [...weighed].sort((a, b) => rank(a) - rank(b))) {
    if (mistake.alone || (verdict && isSame(verdict, judge))) continue;
    const seen = verdict?.output ?? judge.glance(attempt)?.output;
    if (!seen) continue;
    const twin = kept.find((other) => other.seen.data.length === seen.data.length && sameOutput(other.seen, seen, judge.noise));
    if (twin) twin.same.push(mistake);
    else kept.push({ mistake, same: [], attempt, verdict, seen, rows: verdict ? rowsExplained(verdict, judge) : 0 });
  }
  return kept.sort((a, b) => b.rows - a.rows || rank(a) - rank(b));
}

/** Two mistakes, the second put into the first; likely ones first. */
function pairsOf(parts: readonly Part[], judge: Judge, tried: { pairs: number }): Cause[] {
  const found: Cause[] = [];
  let left = BUDGET;
  // Whoever explains some rows by itself is a part of the answer, most likely: its pairs come first.
  const leaders = parts.filter(({ rows }) => rows > 0).slice(0, 4);
  const likely = [...leaders.flatMap((a) => parts.map((b) => [a, b] as const)), ...byPlausibility(parts)];
  // What takes long is left for what remains of the budget.
  const slow = ([a, b]: readonly [Part, Part]): boolean => judge.costOf(a.attempt) + judge.costOf(b.attempt) > SLOW;
  const order = judge.large ? [...likely.filter((pair) => !slow(pair)), ...likely.filter(slow)] : likely;
  const done = new Set<string>();
  let lastLeader = leaders[0];
  for (const [a, b] of order) {
    if (found.length > 0 && a !== lastLeader) return found;
    lastLeader = leaders.includes(a) ? a : undefined;
    // What is done to the finished output comes last.
    const later = (part: Part): number => MISTAKES.indexOf(part.mistake) + (part.attempt.finish ? MISTAKES.length : 0);
    const [first, second] = later(a) < later(b) ? [a, b] : [b, a];
    const name = `${MISTAKES.indexOf(first.mistake)},${MISTAKES.indexOf(second.mistake)}`;
    if (a === b || done.has(name) || (a.mistake.id[0] === 'S' && b.mistake.id[0] === 'S')) continue;
    done.add(name);
    const hopeless = judge.hopeless(first.attempt) && judge.hopeless(second.attempt);
    const attempt = hopeless ? first.attempt : second.mistake.put(first.attempt);
    if (!attempt) continue;
    left -= judge.costOf(attempt);
    if (left < 0) return found;
    tried.pairs++;
    if (hopeless) continue;
    const verdict = judge.weigh(attempt, true);
    if (!verdict || !judge.explains(verdict)) continue;
    const [firsts, seconds] = [first, second].map(({ mistake, same }) => [mistake, ...same.filter(({ id }) => id !== mistake.id)]);
    for (const one of firsts!) for (const other of seconds!) found.push({ id: `${one.id}+${other.id}`, mistakes: [one, other], verdict });
  }
  return found;
}

/** All pairs, those of two likely mistakes before those of one. */
function byPlausibility(parts: readonly Part[]): (readonly [Part, Part])[] {
  const pairs: (readonly [Part, Part])[] = [];
  for (let sum = 1; sum < 2 * parts.length - 2; sum++) {
    for (let a = Math.max(0, sum - parts.length + 1); 2 * a < sum; a++) pairs.push([parts[a]!, parts[sum - a]!]);
  }
  return pairs;
}

/** A constant beside a mistake, the first that explains OUT. */
function beside(parts: readonly Part[], judge: Judge): Cause[] {
  let left = BUDGET;
  for (const { mistake, same, attempt, verdict } of parts) {
    left -= STEPS * judge.costOf(attempt);
    if (left < 0) return [];
    const constants = constantsIn(attempt, verdict, judge, mistake.id[0] === 'S' ? 'scale' : undefined);
    const twins = [mistake, ...same.filter(({ id }) => id !== mistake.id)];
    if (constants.length > 0) {
      return twins.flatMap((one) => constants.map((constant) => ({ id: `${one.id}+${constant.id}`, mistakes: [one], constant, verdict: constant.verdict })));
    }
  }
  return [];
}

function constantsIn(attempt: Attempt, verdict: Verdict | undefined, judge: Judge, known?: Constant['id']): Constant[] {
  const hopeless = judge.hopeless(attempt);
  return SEARCHES.flatMap(({ search, scan, shifts }) => ((hopeless && !shifts) || (scan && attempt !== judge.right.attempt && judge.large) ? [] : search(attempt, judge, verdict) ?? [])).filter(({ id }) => id !== known);
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
  const causes = [...group].sort((a, b) => Number(a.mistakes[0]?.alone ?? false) - Number(b.mistakes[0]?.alone ?? false) || order(a) - order(b));
  return { causes, residual: Math.min(...group.map(({ verdict }) => verdict.max)) };
}

/** The mistake that leaves the least, if it leaves much less than there was. */
function nearestOf(known: readonly Cause[], judge: Judge): Entry | undefined {
  const near = known.filter(({ verdict }) => verdict.bad <= judge.right.bad && verdict.rms < 0.5 * judge.right.rms).sort((a, b) => a.verdict.rms - b.verdict.rms)[0];
  return near && entryOf([near]);
}

function isSame({ output }: Verdict, judge: Judge): boolean {
  return sameOutput(output, judge.right.output, judge.noise);
}

function sameOutput(a: Tensor, b: Tensor, noise: number): boolean {
  for (let at = 0; at < a.data.length; at++) {
    const [x, y] = [a.data[at]!, b.data[at]!];
    if (!(Math.abs(x - y) <= noise) && !Object.is(x, y)) return false;
  }
  return true;
}

/** In how many rows does this mistake alone give OUT, where the right formula does not? */
function rowsExplained({ output }: Verdict, judge: Judge): number {
  const d = judge.actual.shape[3]!;
  let rows = 0;
  for (let start = 0; start < output.data.length; start += d) {
    const off = (from: Tensor): number => {
      let most = 0;
      for (let at = start; at < start + d; at++) {
        const error = Math.abs(from.data[at]! - judge.actual.data[at]!);
        if (!(error <= most) && !Object.is(from.data[at], judge.actual.data[at])) most = Number.isNaN(error) ? Infinity : error;
      }
      return most;
    };
    if (off(output) <= 40 * judge.noise && off(judge.right.output) > 40 * judge.noise) rows++;
  }
  return rows;
}

function idsOf(causes: readonly Cause[]): string[] {
  return [...new Set(causes.map(({ id }) => id))];
}
