import { AttnError, type FloatType, fourAxes, type Pass, type Tensor4, isOneMap } from '../core/index.js';
import { carryOut, recall, type Attempt, type Recall } from './attempt.js';
import { halfSteps, movedProblem, type InputPrecision } from './inputs.js';
import { halfStep } from './written.js';
import { excerptOf, first } from './excerpt.js';
import type { Arithmetic } from './arithmetic.js';
import { precision } from './precision.js';
import { mixesGivenValues, offSpan } from './span.js';

/** How far an attempt is from OUT. */
export interface Misfit {
  /** Cells where one is NaN or infinite and the other is not the same. */
  readonly bad: number;
  /** Largest and root-mean-square distance over the other cells. */
  readonly max: number;
  readonly rms: number;
}

/** An attempt that was carried out. */
export interface Verdict extends Misfit {
  readonly attempt: Attempt;
  readonly output: Tensor4;
}

/** A part of an attempt's output, and of OUT. */
export interface Glance {
  readonly output: Tensor4;
  readonly actual: Tensor4;
  /** Only these rows of both were carried out. */
  readonly rows: readonly number[] | undefined;
}

/** Above so many scores an attempt is refuted on an excerpt first. */
const LARGE = 20_000;
const SOME_ROWS = 8;
/** An attempt of which so much is left, beside the numbers themselves, does not give OUT. */
const BEYOND = 0.02;
/** With so many keys, what few rows need is a small part. */
const HUGE = 400;
/** Nanoseconds a score that an attempt on a few rows takes. */
const SEEN = 20;
/** What an attempt costs besides, in scores. */
const OVERHEAD = 500;
/** Of a large problem so much is tried, in nanoseconds of a machine of its time: counted, not measured, so that the answer is always the same. */
const PATIENCE = 12e9;

/** Weighs attempts against OUT. */
export interface Judge {
  readonly right: Verdict;
  readonly actual: Tensor4;
  /**
   * The attempt against all of OUT. Undefined: it cannot be carried out, or it is refuted by an excerpt, which is asked first
   * where the problem is large, and always when `quick`: then it also has to come near OUT, not only nearer.
   */
  readonly weigh: (attempt: Attempt, quick?: boolean) => Verdict | undefined;
  /** The attempt on the excerpt, beside OUT there: for searches that try many values. */
  readonly glance: (attempt: Attempt) => Glance | undefined;
  /** How far the right formula is from OUT on the excerpt. */
  readonly glanceOff: number;
  /** Is what is left the rounding of an honest computation of this (wrong) formula? */
  readonly explains: (verdict: Verdict) => boolean;
  /** An attempt that leaves no more gives OUT to the last digits of OUT's own type. */
  readonly sharp: number;
  /** Below this two attempts cannot be told apart. */
  readonly noise: number;
  /** So large that trying all values of something takes long. */
  readonly large: boolean;
  /** No weights whatever make OUT of the given values, and these are what this attempt takes. */
  readonly hopeless: (attempt: Attempt) => boolean;
  /** So many tries were left out, since what was tried before took too long already. */
  readonly leftOut: () => number;
  /** Another kind of try begins: it may take half as long again. */
  readonly more: () => void;
  /** What a quick look at an attempt costs, in scores. */
  readonly costOf: (attempt: Attempt) => number;
}

/** How exactly the inputs are known. */
export interface JudgedInputs extends InputPrecision {
  /** The standard deviation that this brings into the cells of the right output. */
  readonly spread: Float64Array;
  /** The type of OUT itself, where the inputs have a shorter one. */
  readonly stored: FloatType;
}

export type Progress = (tries: number) => void;

/** The right output, and what was multiplied for it. */
export interface Reference {
  readonly output: Tensor4;
  readonly pass: Pass;
  readonly recall: Recall;
}

export function referenceOf(right: Attempt): Reference {
  const known = recall();
  return { ...carryOut(right, known), recall: known };
}

/**
 * @param right the problem with nothing wrong in it
 * @param actual OUT in the form of `carryOut`
 */
export function judgeOf(
  right: Attempt,
  actual: Tensor4,
  arithmetic: Arithmetic,
  { output: reference, recall: known }: Reference = referenceOf(right),
  progress?: Progress,
  inputs?: JudgedInputs,
  patience = PATIENCE,
): Judge {
  const rightVerdict: Verdict = { attempt: right, output: reference, ...misfit(reference, actual) };
  const [batch, heads, nQ, nK] = right.geometry.shape;
  const scores = batch * heads * nQ * nK;
  const rows =
    scores > LARGE && nQ > SOME_ROWS
      ? Array.from({ length: SOME_ROWS }, (_, at) => Math.round((at * (nQ - 1)) / (SOME_ROWS - 1)))
      : undefined;
  const excerpt =
    batch * heads > 1 && !right.problem.wo && isOneMap(right.problem)
      ? excerptFor(right, rightVerdict, actual, rows)
      : undefined;
  const rightRows = misfitOfRows(reference, actual, rows);
  const unit = precision(arithmetic.dtype).unit;
  const printed = 1.02 * actual.data.reduce((most, x) => Math.max(most, halfStep(arithmetic, x)), 0);
  const steps = halfSteps(inputs?.printed ?? new Map());
  const own = inputs ? precision(inputs.stored).unit : unit;
  const spread = rms(inputs?.spread ?? new Float64Array(0));

  // Short types with large scores may be off by much and still be honest; float32 is not.
  const beyondRounding = unit < 1e-6 ? BEYOND * rmsOf(actual) + printed + 6 * spread : Infinity;

  const outside =
    !right.problem.wo && !right.problem.pastValue && offSpan(fourAxes(right.problem.v!), actual) > beyondRounding;
  const hopeless = (attempt: Attempt): boolean => outside && mixesGivenValues(attempt, right);

  const tried = <T>(run: () => T): T | undefined => {
    try {
      return run();
    } catch (error) {
      if (error instanceof AttnError) return undefined; // it makes no sense for these sizes
      throw error;
    }
  };
  let [spent, leftOut, tries] = [0, 0, 0];
  /** May this much work still be done? */
  const afford = (cells: number, each: number): boolean => {
    if (scores <= LARGE || spent < patience) spent += cells * each;
    else leftOut++;
    progress?.(++tries);
    return scores <= LARGE || spent < patience;
  };
  const perScore = right.problem.q!.shape[3]! + right.problem.v!.shape[3]! + 80;
  const glances = new WeakMap<Attempt, Glance>();
  const glance = (attempt: Attempt): Glance | undefined => {
    const seen = glances.get(attempt);
    if (seen) return seen;
    const part =
      excerpt && attempt.reach !== 'all' && attempt.reach !== 'heads' ? excerpt.actual.shape[1]! * nQ * nK : scores;
    const few = rows && (attempt.reach === undefined || attempt.reach === 'heads');
    if (!afford(part, few ? SEEN : perScore)) return undefined;
    const now = look(attempt);
    if (now && now.output.data.length <= LARGE) glances.set(attempt, now);
    return now;
  };
  const look = (attempt: Attempt): Glance | undefined =>
    tried(() => {
      const few = attempt.reach === undefined || attempt.reach === 'heads' ? rows : undefined;
      if (!excerpt || attempt.reach === 'all' || attempt.reach === 'heads' || attempt.problem.layout !== 'bhld')
        return { output: carryOut(attempt, known, few).output, actual, rows: few };
      return { output: carryOut(excerptOf(attempt), known, few).output, actual: excerpt.actual, rows: few };
    });
  // What a mistake does to the finished output is done to outputs that are known already.
  const outputs = new WeakMap<Attempt['problem'], { attempt: Attempt; output: Tensor4 }[]>([
    [right.problem, [{ attempt: right, output: reference }]],
  ]);
  const withoutFinish = (attempt: Attempt): Tensor4 | undefined =>
    outputs
      .get(attempt.problem)
      ?.find(
        (known) =>
          known.attempt.geometry === attempt.geometry &&
          known.attempt.steps === attempt.steps &&
          known.attempt.maskless === attempt.maskless,
      )?.output;

  const weigh = (attempt: Attempt, quick = false): Verdict | undefined => {
    const before = withoutFinish(attempt);
    if (before) {
      const output = attempt.finish ? attempt.finish(before) : before;
      return { attempt, output, ...misfit(output, actual) };
    }
    if (quick && hopeless(attempt)) return undefined;
    if ((excerpt || rows) && attempt.reach !== 'all' && (quick || scores > LARGE)) {
      const part = glance(attempt);
      if (!part) return undefined;
      const left = misfitOfRows(part.output, part.actual, part.rows);
      if (refuted(left, part.actual === actual ? rightRows : excerpt!.right) || (quick && left.rms > beyondRounding))
        return undefined;
    }
    // Whatever came near on the excerpt is carried out in any case.
    else if (!afford(scores, perScore)) return undefined;
    return tried(() => {
      const { output } = carryOut(attempt, known);
      if (!attempt.finish && !quick)
        outputs.set(attempt.problem, [...(outputs.get(attempt.problem) ?? []), { attempt, output }]);
      return { attempt, output, ...misfit(output, actual) };
    });
  };
  const costOf = ({ reach }: Attempt): number =>
    OVERHEAD +
    (nK > HUGE && reach === undefined
      ? scores / 20
      : reach === 'all'
        ? (scores > LARGE ? 6 : 2) * scores
        : reach === 'heads' || !excerpt
          ? 2 * scores
          : scores / batch / heads);
  const explains = (verdict: Verdict): boolean => {
    if (verdict.bad > 0) return false;
    const much = rightVerdict.bad > 0 || verdict.rms <= rightVerdict.rms / 4;
    // Beside printed inputs a mistake may stand out in few rows only: then what is left has to be the printing.
    if (!much && (steps.size === 0 || verdict.rms > rightVerdict.rms / 1.5)) return false;
    const size = largest(verdict.output);
    if (much && verdict.max <= 4 * unit * size + printed) return true;
    if (verdict.max > 0.2 * Math.max(size, largest(actual))) return false;
    if (steps.size > 0) {
      const moved = tried(() => movement(verdict, steps));
      if (!moved) return false;
      const likely = Math.sqrt(moved.rms ** 2 + printed ** 2 / 3) + unit * size;
      return verdict.rms <= (much ? 3 : 1.5) * likely && verdict.max <= 4 * (moved.max + unit * size) + printed;
    }
    const honest = tried(() => roundingOf(verdict, arithmetic.dtype));
    return (
      honest !== undefined &&
      verdict.max <= (4 + 2 * Math.sqrt(Math.max(nK, right.problem.q!.shape[3]!))) * honest + 4 * unit * size + printed
    );
  };
  return {
    right: rightVerdict,
    actual,
    weigh,
    glance,
    explains,
    glanceOff: (excerpt?.right ?? rightVerdict).rms,
    costOf,
    large: scores > LARGE,
    noise: own * rmsOf(actual) + printed + spread / 2,
    sharp: 64 * own * largest(actual) + printed / 2,
    hopeless,
    leftOut: () => leftOut,
    more: () => {
      spent = Math.min(spent, patience / 2);
    },
  };
}

/** The part of OUT that an excerpt is held against; none when it shows too little of the difference. */
function excerptFor(
  right: Attempt,
  whole: Misfit,
  actual: Tensor4,
  rows: readonly number[] | undefined,
): { actual: Tensor4; right: Misfit } | undefined {
  const [, heads, nQ] = right.geometry.shape;
  const group = heads / Math.min(right.problem.k!.shape[1]!, right.problem.v!.shape[1]!);
  const part = first(actual, 1, group);
  const { output } = carryOut(excerptOf(right), undefined, rows);
  const misfitThere = misfitOfRows(output, part, rows ?? everyRow(nQ));
  return misfitThere.rms > 0.1 * whole.rms && whole.bad === 0 ? { actual: part, right: misfitThere } : undefined;
}

const everyRow = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** No better than the right formula: not worth a second look. Pairs and constants may still start from it. */
function refuted(part: Misfit, right: Misfit): boolean {
  return part.bad > right.bad || part.rms > 0.3 * right.rms;
}

/** The largest error of this formula when every step is rounded to the type. */
function roundingOf({ attempt, output }: Verdict, dtype: FloatType): number {
  const type = dtype === 'float64' ? 'float32' : dtype;
  const shorter = carryOut({ ...attempt, problem: { ...attempt.problem, dtype: type } }).output;
  const error = shorter.data.reduce((most, x, at) => {
    const off = Math.abs(x - output.data[at]!);
    return off > most ? off : most; // NaN stays out
  }, 0);
  return dtype === 'float64' ? error * 2 ** -29 : error;
}

/** So often the inputs of an attempt are moved. */
const MOVES = 3;

/** How far the output of this formula moves with the last digits of printed inputs. */
function movement({ attempt, output }: Verdict, steps: ReturnType<typeof halfSteps>): Pick<Misfit, 'max' | 'rms'> {
  const moves = Array.from({ length: MOVES }, (_, seed) =>
    misfit(carryOut({ ...attempt, problem: movedProblem(attempt.problem, steps, seed) }).output, output),
  );
  return {
    max: Math.max(...moves.map(({ max }) => max)),
    rms: Math.max(...moves.map((move) => move.rms)),
  };
}

/** Cell by cell over everything. */
export function misfit(output: Tensor4, actual: Tensor4): Misfit {
  return misfitOfRows(output, actual, undefined);
}

function misfitOfRows(output: Tensor4, actual: Tensor4, rows: readonly number[] | undefined): Misfit {
  const [batch, heads, nQ, d] = actual.shape;
  let [bad, max, sum, count] = [0, 0, 0, 0];
  const over = (from: number, to: number): void => {
    for (let at = from; at < to; at++) {
      const error = Math.abs(output.data[at]! - actual.data[at]!);
      if (error < Infinity) {
        if (error > max) max = error;
        sum += error * error;
        count++;
      } else if (!Object.is(output.data[at], actual.data[at])) bad++;
    }
  };
  if (rows)
    for (let head = 0; head < batch * heads; head++)
      for (const i of rows) over((head * nQ + i) * d, (head * nQ + i + 1) * d);
  else over(0, actual.data.length);
  return { bad, max, rms: count === 0 ? 0 : Math.sqrt(sum / count) };
}

function largest({ data }: Tensor4): number {
  return data.reduce((most, x) => (Math.abs(x) > most && Number.isFinite(x) ? Math.abs(x) : most), 0);
}

function rms(data: Float64Array): number {
  return Math.sqrt(data.reduce((sum, x) => sum + x * x, 0) / Math.max(data.length, 1));
}

function rmsOf({ data }: Tensor4): number {
  const finite = data.filter((x) => Number.isFinite(x));
  return Math.sqrt(finite.reduce((sum, x) => sum + x * x, 0) / Math.max(finite.length, 1));
}
