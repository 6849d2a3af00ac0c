import type { Tensor } from '../core/index.js';
import type { Attempt } from './attempt.js';
import type { Cause } from './cause.js';
import type { Judge, Verdict } from './judge.js';
import { MISTAKES } from './mistakes/index.js';
import type { Mistake } from './mistakes/mistake.js';
import { SEARCHES, type Constant } from './search.js';

/** So much may be spent on pairs, and as much on constants beside a mistake; the unit is a score. */
const BUDGET = 4e6;

/** A pair of attempts that costs more than this waits. */
const SLOW = 1e5;

/** How often an attempt is carried out while a constant is searched. */
const STEPS = 40;

/** Pairs are made of these first: what most bug reports were about. */
const COMMON = [
  'S1',
  'S2',
  'S4',
  'G1',
  'G2',
  'M1',
  'M2',
  'M3',
  'M4',
  'X1',
  'M5',
  'G3',
  'G4',
  'G9',
  'H9',
  'X13',
  'X9',
  'H1',
  'H2',
  'R1',
  'R4',
  'A1',
  'C6',
  'S3',
  'S7',
  'O1',
  'O3',
  'K5',
  'H10',
  'G10',
  'P3',
  'H7',
  'O10',
  'H6',
  'P2',
  'H12',
];

/** A mistake that may be a part of the answer. */
export interface Part {
  readonly mistake: Mistake;
  /** Others that give the same. */
  readonly same: Mistake[];
  readonly attempt: Attempt;
  readonly verdict: Verdict | undefined;
  readonly seen: Tensor;
  readonly rows: number;
}

/** Mistakes worth combining: likely ones, that change something, each different result once; those that explain some rows first. */
export function partners(weighed: readonly Pick<Part, 'mistake' | 'attempt' | 'verdict'>[], judge: Judge): Part[] {
  const rank = ({ mistake }: Pick<Part, 'mistake'>): number => {
    const at = COMMON.indexOf(mistake.id);
    return at < 0 ? COMMON.length : at;
  };
  const kept: Part[] = [];
  // Of those that give the same alone, the likeliest stands for all: beside another mistake they may differ.
  for (const { mistake, attempt, verdict } of [...weighed].sort((a, b) => rank(a) - rank(b))) {
    if (mistake.alone || (verdict && isSame(verdict, judge))) continue;
    const seen = verdict?.output ?? judge.glance(attempt)?.output;
    if (!seen) continue;
    const twin = kept.find(
      (other) => other.seen.data.length === seen.data.length && sameOutput(other.seen, seen, judge.noise),
    );
    if (twin) twin.same.push(mistake);
    else kept.push({ mistake, same: [], attempt, verdict, seen, rows: verdict ? rowsExplained(verdict, judge) : 0 });
  }
  return kept.sort((a, b) => b.rows - a.rows || rank(a) - rank(b));
}

/** Two mistakes, the second put into the first; likely ones first. */
export function pairsOf(parts: readonly Part[], judge: Judge, tried: { pairs: number }): Cause[] {
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
    const [firsts, seconds] = [first, second].map(({ mistake, same }) => [
      mistake,
      ...same.filter(({ id }) => id !== mistake.id),
    ]);
    for (const one of firsts!)
      for (const other of seconds!) found.push({ id: `${one.id}+${other.id}`, mistakes: [one, other], verdict });
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
export function beside(parts: readonly Part[], judge: Judge): Cause[] {
  let left = BUDGET;
  for (const { mistake, same, attempt, verdict } of parts) {
    left -= STEPS * judge.costOf(attempt);
    if (left < 0) return [];
    const constants = constantsIn(attempt, verdict, judge, mistake.id[0] === 'S' ? 'scale' : undefined);
    const twins = [mistake, ...same.filter(({ id }) => id !== mistake.id)];
    if (constants.length > 0) {
      return twins.flatMap((one) =>
        constants.map((constant) => ({
          id: `${one.id}+${constant.id}`,
          mistakes: [one],
          constant,
          verdict: constant.verdict,
        })),
      );
    }
  }
  return [];
}

export function constantsIn(
  attempt: Attempt,
  verdict: Verdict | undefined,
  judge: Judge,
  known?: Constant['id'],
): Constant[] {
  const hopeless = judge.hopeless(attempt);
  return SEARCHES.flatMap(({ search, scan, shifts }) =>
    (hopeless && !shifts) || (scan && attempt !== judge.right.attempt && judge.large)
      ? []
      : (search(attempt, judge, verdict) ?? []),
  ).filter(({ id }) => id !== known);
}

/** Does this mistake change nothing here? */
export function isSame({ output }: Verdict, judge: Judge): boolean {
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
        if (!(error <= most) && !Object.is(from.data[at], judge.actual.data[at]))
          most = Number.isNaN(error) ? Infinity : error;
      }
      return most;
    };
    if (off(output) <= 40 * judge.noise && off(judge.right.output) > 40 * judge.noise) rows++;
  }
  return rows;
}
