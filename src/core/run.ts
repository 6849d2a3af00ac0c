import { align } from './align.js';
import { arrange } from './arrange.js';
import { each } from './cells.js';
import { inType } from './in-type.js';
import type { Injection } from './injection.js';
import { withLatentRope } from './latent.js';
import { checkNorms } from './norm.js';
import type { Problem } from './problem.js';
import { checkRecurrence, withRecurrence } from './recurrence/check.js';
import { checkRope } from './rope/rope.js';
import { roundTo } from './round.js';
import { settle } from './settings.js';
import { scoreRule } from './similarity/similarity.js';
import { scaleOf } from './steps/scale.js';
import type { Findings, Pass, Step, Value, ValueName, Values } from './steps/step.js';
import { tensor, type DType, type Tensor4 } from './tensor.js';
import type { Stage } from './trace.js';

/**
 * What is known before the first step.
 *
 * @throws AttnError when the tensors do not fit or an option makes no sense
 */
export function start(asked: Problem, rows?: readonly number[]): Pass {
  checkRecurrence(asked);
  const given = withRecurrence(asked);
  checkRope(given);
  checkNorms(given);
  const settings = settle(given);
  const problem = withLatentRope(inType(given, settings.dtype));
  const arranged = arrange(problem, settings.layout);
  const { sizes, form, keys } = arranged;
  const alignment = align(problem, settings, sizes);
  const rule = scoreRule(problem, sizes, keys.shape[3]!);
  const { scale, scaleText, scaleRows, warning: scaleWarning } = scaleOf(problem, sizes, rule.scaledByDefault);
  return {
    problem,
    settings,
    arranged,
    sizes,
    form,
    alignment,
    rule,
    scale,
    scaleText,
    ...(scaleRows && { scaleRows }),
    ...(scaleWarning && { scaleWarning }),
    // Down a column every query counts.
    ...(rows && settings.normalizeOver === 'keys' && given.recurrence === undefined && { rows }),
    made: {} as Values,
    stages: new Map(),
  };
}

/**
 * Takes the steps in their order. What a step makes is put wrong where the injection says so, then rounded as a machine of
 * `--dtype` would, then recorded where it is a stage.
 *
 * @throws AttnError when something does not fit that only a step looks at
 */
export function runSteps(from: Pass, steps: readonly Step[], injection: Injection = {}): Pass {
  const made: { [name in ValueName]?: Tensor4 } = from.made;
  const round = rounding(from);
  let run = from;
  let found: Findings = from;
  for (const step of steps) {
    const given = step.applies(run.problem, run) ? (injection.instead?.[step.name] ?? step.forward)(run) : undefined;
    if (given) {
      const { keep = found.keep, reasons = found.reasons, emptyRows = found.emptyRows } = given;
      const { zeroVectors = found.zeroVectors, warnings = found.warnings } = given;
      found = {
        ...(keep && { keep }),
        ...(reasons && { reasons }),
        ...(emptyRows && { emptyRows }),
        ...(zeroVectors && { zeroVectors }),
        ...(warnings && { warnings }),
      };
      run = { ...run, ...found };
      if (injection.maskless) run = without(run);
    }
    for (const value of step.makes) {
      const before = value.otherwise && made[value.otherwise];
      const plain = given?.[value.name] ?? before;
      if (!plain) continue;
      const changed = injection.changes?.[value.name]?.(plain, { ...run, ...found }) ?? plain;
      const rounded = changed === before ? before : round(changed);
      made[value.name] = given ? record(run, value, rounded) : rounded;
    }
  }
  return run;
}

function without({ keep: _, ...run }: Pass): Pass {
  return run;
}

function rounding({ settings: { dtype } }: Pass): (from: Tensor4) => Tensor4 {
  const round = roundTo(dtype);
  return dtype === 'float64' ? (from) => from : (from) => each(from, round);
}

/** Keeps a value as a stage, if it is one, and hands on what was kept. */
function record(pass: Pass, { stage }: Value, from: Tensor4): Tensor4 {
  if (!stage || stage.shown?.(pass.problem, pass.sizes.heads, pass.sizes.pairing) === false) return from;
  const { name, rows, columns, formula, joined, typeOf, inner } = stage;
  const known = {
    name,
    rows,
    columns,
    formula: formula(pass),
    joined: joined?.(pass) ?? false,
    ...(inner && { inner: inner(pass) }),
  };
  return keepStage(pass, known, from, typeOf ? typeOfInput(pass, typeOf) : typeOfResults(pass));
}

/** Keeps what no step of the list makes, rounded like everything else. */
export function recordStage(pass: Pass, stage: Omit<Stage, 'tensor'>, from: Tensor4): void {
  keepStage(pass, stage, rounding(pass)(from), typeOfResults(pass));
}

function keepStage(pass: Pass, stage: Omit<Stage, 'tensor'>, from: Tensor4, dtype: DType): Tensor4 {
  const kept = tensor(from.shape, from.data, { dtype });
  pass.stages.set(stage.name, { ...stage, tensor: kept });
  return kept;
}

/** Results go back in the type that came in: Q's, if it is a floating one; or the type of `--dtype`. */
export function typeOfResults({ problem, settings: { dtype } }: Pass): DType {
  const { q, x, scores, attentionWeights } = problem;
  return dtype === 'float64' ? floating((q ?? x ?? scores ?? attentionWeights)!.dtype, 'float64') : dtype;
}

function typeOfInput(pass: Pass, name: 'k' | 'v'): DType {
  const { dtype } = pass.settings;
  return dtype === 'float64' ? floating(pass.arranged[name].dtype, typeOfResults(pass)) : dtype;
}

function floating(own: DType, otherwise: DType): DType {
  return /float/.test(own) ? own : otherwise;
}
