import { checkSize } from './arrange.js';
import { backward, GRADIENTS } from './backward.js';
import { checkOptions } from './check-options.js';
import { conventions } from './conventions.js';
import { sourceGradients } from './gradients.js';
import type { Injection } from './injection.js';
import { labels } from './labels.js';
import type { Problem } from './problem.js';
import { recordStage, runSteps, start } from './run.js';
import { STEPS, SUMMARIES } from './steps/index.js';
import type { Pass } from './steps/step.js';
import type { Trace } from './trace.js';
import { behindMaskWarnings, emptyRowWarnings, nonFiniteWarnings } from './warnings.js';

/**
 * Attention, every stage of it: softmax(Q·Kᵀ/√d_k)·V, Vaswani et al. 2017, eq. 1, with the conventions of the problem.
 * The formulas stand in `steps/`, in the order of one list.
 *
 * @throws AttnError when the tensors do not fit or an option makes no sense
 * @example
 * const trace = attend({ q: matrix([[1, 0]]), k: matrix([[1, 0], [0, 1]]), v: matrix([[1], [3]]), scale: 1 });
 * [...trace.stages.get('scores').tensor.data] // => [1, 0]
 * [...trace.stages.get('output').tensor.data] // => [1.5378828427399902]
 */
export function attend(given: Problem): Trace {
  checkOptions(given);
  const pass = runSteps(forward(given), SUMMARIES);
  const { problem, settings, sizes, form, alignment, scale, scaleText, scaleRows, scaleWarning, keep, reasons, made } =
    pass;
  if (problem.grad) {
    const gradient = backward(pass, problem.grad);
    for (const { of, stage, rows, formula } of GRADIENTS)
      recordStage(pass, { name: stage, rows, columns: 'feature', joined: false, formula }, gradient[of]!);
    for (const { stage, rows, columns, formula, make } of sourceGradients(problem))
      recordStage(pass, { name: stage, rows, columns, joined: true, formula: formula(problem) }, make(pass, gradient));
  }
  const trace: Trace = {
    problem,
    stages: pass.stages,
    sizes,
    form,
    scale,
    scaleText,
    ...(scaleRows && { scaleRows }),
    ...(keep && { mask: keep }),
    ...(reasons && { reasons }),
    tokens: labels(problem, sizes),
    dtype: settings.dtype,
    engine: 'reference',
    conventions: conventions(problem, settings, alignment, sizes, form, scaleText),
    warnings: [],
  };
  const emptyRows = pass.emptyRows ?? [];
  const { zeroVectors } = pass;
  const warnings = [
    ...(scaleWarning ? [scaleWarning] : []),
    ...(pass.warnings ?? []),
    ...(zeroVectors ? [{ code: 'zero-vector-normed' as const, sides: zeroVectors }] : []),
    ...emptyRowWarnings(emptyRows, trace, settings.emptyRows),
    ...nonFiniteWarnings(trace, settings.emptyRows === 'nan' && problem.sink === undefined ? emptyRows : []),
    ...behindMaskWarnings(trace, made.keys, made.values),
  ];
  return { ...trace, warnings };
}

/**
 * The formula itself, from what is given to the output.
 *
 * @param injection one thing done wrong on purpose, for `attn check`
 * @throws AttnError when the tensors do not fit or an option makes no sense
 */
export function forward(given: Problem, injection: Injection = {}): Pass {
  const pass = start(given, injection.rows);
  checkSize(pass.sizes);
  return runSteps(pass, STEPS, injection);
}
