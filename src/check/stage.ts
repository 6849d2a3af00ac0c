import {
  attend,
  outward,
  type Problem,
  SCORE_STAGES,
  shapeText,
  type StageName,
  type Tensor,
  type Trace,
} from '../core/index.js';
import { compare, type Comparison } from './compare.js';
import { findingOfMistake, type Finding } from './finding.js';
import { gradientHint } from './gradient-hint.js';
import { flagOf, type GivenStage } from './given-stages.js';
import { arithmeticOf } from './arithmetic.js';
import { halfSteps, inputPrecision } from './inputs.js';
import { precision } from './precision.js';
import { movesOf } from './spread.js';
import { halfStep } from './written.js';
import { lseMistake } from './mistakes/lse.js';
import { reread } from './mistakes/tensors.js';
import { usageError } from './facts.js';

/** One stage, held against the reference. */
export interface StageVerdict {
  readonly name: GivenStage | 'output';
  readonly equal: boolean;
  /** Scores may be those before or after scaling, softcap or mask: which of them they are. */
  readonly as?: StageName;
  readonly comparison: Comparison;
  /** What was probably done, where that can be said. */
  readonly hint?: string;
  /** The same as an entry of the diagnosis. */
  readonly finding?: Finding;
}

/**
 * Holds a stage of the user's code against the reference. Allowed is what rounding every step to the type of the numbers
 * changes, times the growth of a sum of so many terms.
 *
 * @throws AttnError (usage) when the shape is not that of the stage
 */
export function checkStage(name: GivenStage, actual: Tensor, trace: Trace, problem: Problem): StageVerdict {
  const candidates = (name === 'scores' ? SCORE_STAGES : [name]).flatMap((stage) => trace.stages.get(stage) ?? []);
  if (candidates.length === 0) {
    throw usageError({
      code: 'stage-not-comparable',
      where: { source: flagOf(name) },
      stage: name,
      gradient: isGradient(name),
    });
  }
  const own = arithmeticOf(actual, problem.dtype === 'float64' ? undefined : problem.dtype);
  const inputs = inputPrecision(problem, own);
  const dtype = inputs.dtype ?? own.dtype;
  const steps = halfSteps(inputs.printed);
  const shorter = attend({ ...trace.problem, dtype: dtype === 'float64' ? 'float32' : dtype } as Problem);
  const { unit } = precision(dtype);
  const growth = 4 + 2 * Math.sqrt(Math.max(trace.sizes.nK, trace.sizes.dK));
  const verdicts = candidates.map((stage): StageVerdict => {
    const expected = outward(trace, stage);
    const fitted = fit(actual, expected, name);
    const other = outward(shorter, shorter.stages.get(stage.name)!);
    const largest = (of: (at: number) => number): number =>
      expected.data.reduce((most, _, at) => (of(at) > most && of(at) < Infinity ? of(at) : most), 0);
    const rounding =
      largest((at) => Math.abs(other.data[at]! - expected.data[at]!)) * (dtype === 'float64' ? 2 ** -29 : 1);
    const moves = steps.size === 0 ? [] : movesOf(trace.problem, steps, stage.name).map((one) => outward(trace, one));
    const moved = largest((at) => Math.max(0, ...moves.map(({ data }) => finite(data[at]! - expected.data[at]!))));
    const printed = 1.02 * largest((at) => halfStep(own, expected.data[at]!));
    const allowed =
      growth * rounding + 4 * unit * largest((at) => Math.abs(expected.data[at]!)) + MOVED * moved + printed;
    const comparison = compare(
      behindMask(fitted, expected),
      expected,
      new Float64Array(expected.data.length).fill(allowed || Number.MIN_VALUE),
      dtype,
    );
    const equal = comparison.cellsThatDiffer === 0;
    const hint = equal || !isGradient(name) ? undefined : gradientHint(name, fitted, trace, allowed);
    const lse = equal || name !== 'lse' ? undefined : lseMistake(fitted, trace, allowed);
    return {
      name,
      equal,
      comparison,
      ...(stage.name !== name && { as: stage.name }),
      ...(hint && { hint }),
      ...(lse && { hint: lse.title, finding: { ...findingOfMistake(lse), residual: 0 } }),
    };
  });
  return (
    verdicts.find(({ equal }) => equal) ??
    verdicts.sort(
      (a, b) =>
        a.comparison.cellsThatDiffer - b.comparison.cellsThatDiffer || a.comparison.maxAbs - b.comparison.maxAbs,
    )[0]!
  );
}

/** The largest of a few random moves, so many times, is never reached by an honest one. */
const MOVED = 3;

const finite = (x: number): number => (Number.isFinite(x) ? Math.abs(x) : 0);

function isGradient(name: GivenStage): name is 'grad_q' | 'grad_k' | 'grad_v' {
  return name.startsWith('grad');
}

/** A large negative number behind the mask is as good as −∞. */
function behindMask(actual: Tensor, expected: Tensor): Tensor {
  return { ...actual, data: actual.data.map((x, at) => (expected.data[at] === -Infinity && x < -1e4 ? -Infinity : x)) };
}

function fit(actual: Tensor, expected: Tensor, name: GivenStage): Tensor {
  if (actual.data.length === expected.data.length) return reread(actual, expected.shape);
  throw usageError({
    code: 'stage-shape-differs',
    where: { source: flagOf(name) },
    stage: name,
    found: shapeText(actual.shape),
    expected: shapeText(expected.shape),
  });
}

/** Where the difference begins, in a sentence; undefined when there is nothing to narrow. */
export function narrowed(stages: readonly StageVerdict[]): string | undefined {
  const wrong = stages.find(({ equal }) => !equal);
  if (!wrong) return undefined;
  if (stages.length < 2) return wrong.hint && `the ${wrong.name}: ${wrong.hint}`;
  const right = stages.slice(0, stages.indexOf(wrong)).at(-1);
  const look = {
    scores: 'look at Q·Kᵀ: the operands, the split into heads, RoPE, the scale',
    weights:
      right?.name === 'scores'
        ? 'look at what turns scores into weights: mask, softmax, its axis, a sink'
        : 'look at the scores, the mask and the softmax',
    lse: 'look at the sum of the softmax: mask, sink, base of the logarithm',
    output:
      right?.name === 'weights'
        ? 'look at weights·V, the joining of the heads, the output projection'
        : 'look at what comes after',
    grad_q: 'look at dS·K: dS = P∘(dO·Vᵀ − Σ P∘(dO·Vᵀ)), then the scale',
    grad_k: 'look at dSᵀ·Q: the scale, the sum over the query heads that share a key head, the cache',
    grad_v: 'look at Pᵀ·dO: the weights after the mask, the sum over the query heads that share a value head',
  }[wrong.name];
  const verb = (name: string, one: string, many: string): string =>
    name === 'scores' || name === 'weights' ? many : one;
  const names = right
    ? `the ${right.name} ${verb(right.name, 'agrees', 'agree')}, the ${wrong.name} ${verb(wrong.name, 'does', 'do')} not`
    : `the ${wrong.name} ${verb(wrong.name, 'is', 'are')} wrong already`;
  return `${names}: ${wrong.hint ?? look}`;
}
