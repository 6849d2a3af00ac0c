import { PROBLEM_OPTIONS, takesTensor } from './options.js';
import type { Problem } from './problem.js';
import { isTensor, type Tensor } from './tensor.js';

/** No option: in the options of a result, the matrices whose gradients are (out, in). */
export const TURNED_WEIGHTS = 'turned_weights';

const KEPT = PROBLEM_OPTIONS.filter(({ result }) => result !== 'stage');
const KEPT_TENSORS = KEPT.filter((option) => option.result === 'kept' && takesTensor(option));

/**
 * The tensors that a problem was asked with and that no stage shows, by their name in a bundle. A result that carries them
 * can be computed again.
 */
export function inputTensors(problem: Problem): (readonly [name: string, value: Tensor])[] {
  return KEPT_TENSORS.flatMap(({ key, field }) => {
    const value = problem[field];
    return isTensor(value) ? [[key, value] as const] : [];
  }).concat(Object.entries(problem.let ?? {}).map(([name, value]) => [`let.${name}`, value] as const));
}

/**
 * The options that a problem was asked with, by their name in a bundle; expressions as they were written. A mask given as
 * numbers is `matrix`: the result's own mask holds it, together with hidden keys and everything else that is masked.
 */
export function inputOptions(problem: Problem): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const { key, field, result, kind } of KEPT) {
    const value = problem[field];
    if (value === undefined || value === false || kind === 'arrays') continue;
    if (result === 'with-mask-expression' && (!problem.mask || isTensor(problem.mask))) continue;
    if (!isTensor(value)) options[key] = typeof value === 'object' && 'text' in value ? value.text : value;
    else if (result === 'mask') options[key] = 'matrix';
  }
  // Results keep matrices as (in, out); only their gradients say how they came.
  if (problem.grad && problem.turnedWeights) options[TURNED_WEIGHTS] = problem.turnedWeights;
  return options;
}
