import { type FloatType, joinHeads, outward, type Problem, tensor, type Tensor, type Tensor4 } from '../core/index.js';
import { inward, makeCase, type Case } from './case.js';
import { compare, type Comparison } from './compare.js';
import { diagnose, type Diagnosis, type DiagnoseOptions } from './diagnose.js';
import { firstSeen, seenFinding } from './seen/index.js';
import { correlation, noiseSeen } from './seen/noise.js';
import type { Scene, Seen } from './seen/seen.js';
import { whereOf, type Where } from './where/where.js';
import { keyPattern, type KeyPattern } from './where/keys.js';
import { findings, type Finding } from './finding.js';
import { referenceOf, type Progress } from './judge.js';
import { arithmeticOf, type Arithmetic } from './arithmetic.js';
import { precision } from './precision.js';
import { fitShape, type Fitted } from './shape.js';
import { GIVEN_STAGES, type GivenStage } from './given-stages.js';
import { checkStage, narrowed, type StageVerdict } from './stage.js';
import { SAFETY, honestError } from './tolerance.js';
import { accuracyText, inputPrecision } from './inputs.js';
import { spreadOf } from './spread.js';
import { withQueries } from './from-saved.js';
import { halfStep } from './written.js';

/** What is to be checked. */
export interface CheckRequest {
  readonly problem: Problem;
  readonly actual: Tensor;
  /** Stages of the same computation, to find where the difference begins. */
  readonly stages?: ReadonlyMap<GivenStage, Tensor>;
  /** Instead of the rule: |actual − expected| ≤ atol + rtol·|expected|. */
  readonly atol?: number;
  readonly rtol?: number;
  /** False: compare only. */
  readonly diagnose?: boolean;
  /** Is told after every mistake that is tried how many there were. */
  readonly progress?: Progress | undefined;
}

/** The error that is allowed, and why. */
export interface Tolerance {
  /** The largest error that is allowed in any cell (of the rule), or what the user said. */
  readonly atol: number;
  readonly rtol: number;
  readonly rule: 'honest' | 'given' | 'stage';
  readonly arithmetic: Arithmetic;
  /** Sums were found to be made in the 16-bit type itself. */
  readonly narrowSums?: boolean;
  /** What the inputs allow beside the type of OUT: `OUT is stored as float64 and accurate to float32`. */
  readonly accuracy?: string;
}

export interface CheckResult {
  readonly equal: boolean;
  readonly made: Case;
  /** OUT in the shape of the output. */
  readonly actual: Tensor;
  readonly fitted: Fitted;
  readonly comparison: Comparison;
  readonly tolerance: Tolerance;
  readonly findings: readonly Finding[];
  readonly diagnosis?: Diagnosis;
  readonly stages: readonly StageVerdict[];
  /** Where the difference begins. */
  readonly narrowed?: string;
  /** Where OUT differs, as a pattern. */
  readonly where?: Where;
  /** Which keys stand out, where the weights can be read back through V. */
  readonly keys?: KeyPattern;
}

/**
 * Is OUT right, and if not, which mistake is it? The reference is computed in float64.
 *
 * @throws AttnError when the problem makes no sense, or OUT cannot be compared
 * @example
 * const q = matrix([[4, 0], [1, 3], [2, 5]]);
 * const unscaled = attend({ q, scale: 1 }).stages.get('output').tensor;
 * const found = check({ problem: { q }, actual: matrix([[...unscaled.data.slice(0, 2)], [...unscaled.data.slice(2, 4)], [...unscaled.data.slice(4)]]) });
 * found.equal // => false
 * found.findings[0].ids[0] // => 'S1'
 */
export function check({
  problem: asked,
  actual: given,
  stages = new Map(),
  atol,
  rtol,
  diagnose: wanted = true,
  progress,
}: CheckRequest): CheckResult {
  const problem = withQueries(asked);
  const said: FloatType | undefined = problem.dtype;
  const made = makeCase(problem);
  const fitted = fitShape(made, given);
  const actual = fitted.tensor;
  const arithmetic = arithmeticOf(given, said);
  const reference = referenceOf(made.right);
  const { output, pass } = reference;
  const userForm = (data: Float64Array): Float64Array => outwardLike(made, tensor(output.shape, data)).data;
  // The last digit of OUT itself may be rounded.
  const honest = (sums: 'wide' | 'narrow', by: Arithmetic = arithmetic): Float64Array =>
    userForm(honestError(made, pass, by, sums)).map(
      (error, at) => error + 1.02 * halfStep(by, made.expected.data[at]!),
    );

  const own = atol !== undefined || rtol !== undefined;
  const allowed = own
    ? made.expected.data.map((x) => (atol ?? 0) + (rtol ?? 0) * (Number.isFinite(x) ? Math.abs(x) : 0))
    : honest('wide');
  const inputs = inputPrecision(problem, arithmetic);
  const looser = !own && (inputs.dtype !== undefined || inputs.printed.size > 0);
  const widened: Arithmetic = looser ? { ...arithmetic, dtype: inputs.dtype ?? arithmetic.dtype } : arithmetic;
  let spread: Float64Array | undefined;
  let judgedBy = allowed;
  let accuracy: string | undefined;
  let comparison = compare(actual, made.expected, allowed, arithmetic.dtype);
  let equal = comparison.cellsThatDiffer === 0 && !fitted.mistake;
  let diagnosis: Diagnosis | undefined;
  let seen: Seen | undefined;
  /** Noise is not searched for long: nothing explains it. */
  const search = (scene: Scene | undefined, by: Arithmetic, options: DiagnoseOptions): Diagnosis => {
    const noise = scene && correlation(scene);
    const rounds = { ...options, deep: !noise?.wild && !seen?.shallow, ...(noise?.wild && { glance: true }) };
    const found = diagnose(made.right, inward(made, actual), by, rounds);
    if (noise?.wild && found.entries.length === 0 && !seen) seen = noiseSeen(noise);
    return found;
  };
  let narrowSums = false;
  const short = isShort(arithmetic.dtype);
  if (
    !own &&
    !fitted.mistake &&
    comparison.notFinite.length === 0 &&
    (equal ? suspicious(comparison, made.expected, arithmetic) : short)
  ) {
    // What rounding could explain, a mistake may explain much better: then it is the mistake.
    const loose = equal ? comparison : compare(actual, made.expected, honest('narrow'), arithmetic.dtype);
    if (loose.cellsThatDiffer === 0) {
      const found = wanted
        ? diagnose(made.right, inward(made, actual), arithmetic, { deep: false, reference, progress })
        : undefined;
      if (found && found.entries.length > 0) [equal, diagnosis] = [false, found];
      else [comparison, narrowSums, equal] = [loose, !equal, true];
    }
  }
  if (!equal && looser && !diagnosis && !fitted.mistake && comparison.notFinite.length === 0) {
    spread = spreadOf(made, pass, inputs, userForm);
    const sums = isShort(widened.dtype) ? 'narrow' : 'wide';
    const wide = honest(sums, widened).map((error, at) => error + SAFETY * spread![at]!);
    const loose = compare(actual, made.expected, wide, arithmetic.dtype);
    const precise = { reference, progress, inputs: { ...inputs, spread, stored: arithmetic.dtype } };
    if (loose.cellsThatDiffer === 0) {
      const found =
        wanted && actual.data.length >= ENOUGH_CELLS
          ? diagnose(made.right, inward(made, actual), widened, {
              ...precise,
              deep: isShort(widened.dtype) && !short ? 'constants' : false,
            })
          : undefined;
      // A constant can be fitted to the roundings of few scores: what is left has to be next to nothing, beside the last digit of OUT.
      const last = actual.data.reduce((step, x) => Math.max(step, 1.02 * halfStep(arithmetic, x)), 0);
      const most = SURE * comparison.maxAbs + (last < comparison.maxAbs / 20 ? last : 0);
      if (found?.entries.some(({ residual }) => residual <= most)) diagnosis = found;
      else equal = true;
    } else if (wanted) {
      const scene = sceneOf(made, actual, output, loose, wide);
      seen = firstSeen(scene);
      if (!seen?.sure) diagnosis = search(scene, widened, precise);
    }
    if (equal || inputs.printed.size > 0) {
      [comparison, judgedBy] = [diagnosis && loose.cellsThatDiffer === 0 ? comparison : loose, wide];
      accuracy = accuracyText(inputs, arithmetic, given.dtype);
    }
  }
  const readable = !fitted.mistake?.unreadable;
  if (!equal && wanted && readable && !diagnosis && !seen?.sure && comparison.cellsThatDiffer > 0) {
    const scene = fitted.mistake ? undefined : sceneOf(made, actual, output, comparison, judgedBy);
    seen = scene && firstSeen(scene);
    if (!seen?.sure) diagnosis = search(scene, arithmetic, { reference, progress });
  }

  const shapeFinding: Finding[] =
    fitted.mistake && (!readable || comparison.cellsThatDiffer === 0)
      ? [
          {
            ids: [fitted.mistake.id],
            title: fitted.mistake.title,
            formula: fitted.note ?? '',
            lookFor: 'the shape of what is returned',
            instead: fitted.mistake.instead,
            residual: readable ? comparison.maxAbs : 0,
            others: [],
          },
        ]
      : [];
  const verdicts: StageVerdict[] = [
    ...GIVEN_STAGES.flatMap((name) => {
      const one = stages.get(name);
      return one ? [checkStage(name, one, made.trace, problem)] : [];
    }),
    { name: 'output' as const, equal, comparison },
  ];
  const order = ['scores', 'weights', 'lse', 'output', 'grad_q', 'grad_k', 'grad_v'];
  verdicts.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  const begins = narrowed(verdicts);
  const differing = !equal && readable && comparison.cellsThatDiffer > 0;
  const pattern = differing ? patternOf(made, comparison, output.shape) : undefined;
  const keys =
    differing && wanted && !fitted.mistake && !seen?.sure && (diagnosis?.entries.length ?? 0) === 0
      ? keyPattern(made.right, inward(made, actual))
      : undefined;
  return {
    equal: verdicts.every((verdict) => verdict.equal),
    made,
    actual,
    fitted,
    comparison,
    tolerance: {
      atol: own ? (atol ?? 0) : judgedBy.reduce((most, x) => Math.max(most, x), 0),
      rtol: rtol ?? 0,
      rule: own ? 'given' : 'honest',
      arithmetic,
      ...(narrowSums && { narrowSums }),
      ...(accuracy !== undefined && { accuracy }),
    },
    findings: [
      ...shapeFinding,
      ...(diagnosis ? findings(diagnosis) : []),
      ...(seen && (diagnosis?.entries.length ?? 0) === 0 ? [seenFinding(seen)] : []),
      ...verdicts.flatMap(({ finding }) => finding ?? []),
    ],
    ...(diagnosis && { diagnosis }),
    stages: verdicts,
    ...(begins && { narrowed: begins }),
    ...(pattern && { where: pattern }),
    ...(keys && { keys }),
  };
}

/** Where cells differ, in the user's heads and rows; behind W_O there is one head. */
function patternOf(made: Case, { factors }: Comparison, shape: Tensor4['shape']): Where {
  const differs = inward(
    made,
    tensor(
      made.expected.shape,
      factors.map((factor) => (factor > 1 ? 1 : 0)),
    ),
  );
  return whereOf(differs.data, shape, made);
}

/** OUT beside the right output, in the form of `carryOut`. */
function sceneOf(made: Case, actual: Tensor, right: Tensor4, { factors }: Comparison, allowed: Float64Array): Scene {
  const differs = inward(
    made,
    tensor(
      made.expected.shape,
      factors.map((factor) => (factor > 1 ? 1 : 0)),
    ),
  );
  return {
    made,
    right,
    actual: inward(made, actual),
    differs: Uint8Array.from(differs.data),
    near: 2 * allowed.reduce((most, x) => (x > most && x < Infinity ? x : most), 0),
  };
}

/** Of fewer cells a difference as small as rounding says nothing about mistakes. */
const ENOUGH_CELLS = 8;

/** Leaves so small a part of a difference that could be rounding, a mistake is no coincidence. */
const SURE = 1e-3;

function isShort(dtype: FloatType): boolean {
  return dtype === 'float16' || dtype === 'bfloat16';
}

/** More than rounding the finished numbers a few times: worth a look at the mistakes whose effect is as small. */
function suspicious({ maxAbs }: Comparison, { data }: Tensor, { dtype, decimals, digits }: Arithmetic): boolean {
  if (data.length < ENOUGH_CELLS || decimals !== undefined || digits !== undefined) return false;
  const largest = data.reduce((most, x) => (Math.abs(x) > most && Number.isFinite(x) ? Math.abs(x) : most), 0);
  return maxAbs > 4 * precision(dtype).unit * largest;
}

/**
 * Stages without the output: each held against the reference, nothing diagnosed.
 *
 * @throws AttnError as `check`
 */
export function checkStages(asked: Problem, stages: ReadonlyMap<GivenStage, Tensor>): CheckResult {
  const problem = withQueries(asked);
  const made = makeCase(problem);
  const verdicts = GIVEN_STAGES.flatMap((name) => {
    const one = stages.get(name);
    return one ? [checkStage(name, one, made.trace, problem)] : [];
  });
  const shown = verdicts.find(({ equal }) => !equal) ?? verdicts[0]!;
  const actual = stages.get(shown.name as GivenStage)!;
  const where = narrowed(verdicts);
  return {
    equal: verdicts.every(({ equal }) => equal),
    made,
    actual,
    fitted: { tensor: actual, note: `compared: ${verdicts.map(({ name }) => name).join(', ')}; shown: ${shown.name}` },
    comparison: shown.comparison,
    tolerance: { atol: 0, rtol: 0, rule: 'stage', arithmetic: arithmeticOf(actual, problem.dtype) },
    findings: verdicts.flatMap(({ finding }) => finding ?? []),
    stages: verdicts,
    ...(where && { narrowed: where }),
  };
}

/** (batch, heads, n_q, d_v) → the user's form of the output. */
function outwardLike({ trace }: Case, from: Tensor4): Tensor {
  const stage = trace.stages.get('output')!;
  const joined = stage.joined && !trace.problem.wo ? joinHeads(from) : from;
  return outward(trace, { ...stage, tensor: joined });
}

/** Weights to be checked for themselves: with the unit matrix as values the output is the weights. */
export function weightsAsOutput(asked: Problem, weights: Tensor): CheckRequest {
  const problem = withQueries(asked);
  const { trace, right } = makeCase(problem);
  const { batch, kvHeads, nK, nPast } = trace.sizes;
  const unit = (from: number, to: number): Tensor =>
    tensor(
      [batch, kvHeads, to - from, nK],
      Float64Array.from({ length: batch * kvHeads * (to - from) * nK }, (_, at) =>
        (Math.floor(at / nK) % (to - from)) + from === at % nK ? 1 : 0,
      ),
    );
  const open: Problem = { ...right.problem };
  delete (open as { wo?: Tensor }).wo;
  delete (open as { bo?: Tensor }).bo;
  return {
    problem: {
      ...open,
      v: unit(nPast, nK),
      ...(problem.dtype && { dtype: problem.dtype }),
      ...(trace.mask && { mask: trace.mask, maskTrue: 'attend' as const }),
      ...(nPast > 0 && { pastValue: unit(0, nPast) }),
    },
    actual: weights,
  };
}
