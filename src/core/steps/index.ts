import { step as adjust } from './adjust.js';
import { step as cache } from './cache.js';
import { headNorm, step as difference } from './difference.js';
import { step as entropy } from './entropy.js';
import { step as gate } from './gate.js';
import { step as join } from './join.js';
import { step as map } from './map.js';
import { step as recur } from './recur.js';
import { absorb, mixLatents } from './latent.js';
import { step as lse } from './lse.js';
import { step as mask } from './mask.js';
import { step as mix } from './mix.js';
import { step as normalize } from './normalize.js';
import { afterRope, beforeRope } from './norm.js';
import { step as project } from './project.js';
import { step as relative } from './relative.js';
import { step as rotate } from './rotate.js';
import { step as scale } from './scale.js';
import { step as scores } from './scores.js';
import { step as select } from './select.js';
import { step as softcap } from './softcap.js';
import type { StageName } from '../trace.js';
import type { Step, Value, ValueName } from './step.js';
import { step as visibility } from './visibility.js';

/** From what is given to what is multiplied. */
export const INPUTS: readonly Step[] = [project, absorb, beforeRope, rotate, afterRope, cache];

/** From the output of each head to the output. */
export const OUTPUTS: readonly Step[] = [headNorm, gate, join];

/** From the scores to the output of each head: who is seen, and how much of it. */
const WEIGHING: readonly Step[] = [softcap, adjust, visibility, mask, select, normalize, difference, mixLatents, mix];

/** A recurrence has a memory in place of masks and a normalizer. */
const unlessRecurrent = (step: Step): Step => ({
  ...step,
  applies: (problem, found) => problem.recurrence === undefined && step.applies(problem, found),
});

/** Weights that were saved have all of that behind them. */
const unlessWeighed = (step: Step): Step => ({
  ...step,
  applies: (problem, found) => problem.attentionWeights === undefined && step.applies(problem, found),
});

const BEFORE_WEIGHTS: readonly Step[] = [softcap, adjust, visibility, mask, select];

/** Attention, in the order of the computation. A step is added by its file and its line here. */
export const STEPS: readonly Step[] = [
  ...INPUTS,
  ...[map, scores, relative, scale].map(unlessWeighed),
  ...WEIGHING.map((step) => (BEFORE_WEIGHTS.includes(step) ? unlessWeighed(step) : step)).map(unlessRecurrent),
  recur,
  ...OUTPUTS,
];

/**
 * What a stage equals where its step was not asked for, nearest first: the values that its own stands for then.
 *
 * @example equalStages('softcapped') // => ['scaled', 'relative', 'scores']
 */
export function equalStages(name: StageName): readonly StageName[] {
  const values = STEPS.flatMap(({ makes }) => makes);
  const named = (value: ValueName | undefined): Value | undefined => values.find((one) => one.name === value);
  const equal: StageName[] = name === 'maps' ? ['weights'] : []; // without a difference there is one map
  let value = named(values.find(({ stage }) => stage?.name === name)?.otherwise);
  while (value) {
    if (value.stage && value.stage.name !== name && !equal.includes(value.stage.name)) equal.push(value.stage.name);
    value = named(value.otherwise);
  }
  return equal;
}

/** What is said about a finished computation; nothing follows from it. */
export const SUMMARIES: readonly Step[] = [lse, entropy].map(unlessRecurrent);
