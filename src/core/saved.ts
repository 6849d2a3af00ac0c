import { dataError } from './facts.js';
import { splitHeads } from './heads.js';
import type { OptionStep } from './options/spec.js';
import type { Problem } from './problem.js';
import { tensor, type Tensor4 } from './tensor.js';
import type { Form } from './trace.js';

/** Which saved stage a problem starts from: the name of its option. */
export function savedName({ scores, attentionWeights }: Problem): 'scores' | 'attention-weights' | undefined {
  return scores ? 'scores' : attentionWeights ? 'attention-weights' : undefined;
}

/** Are there values, so that there is an output? */
export function hasOutput(problem: Problem): boolean {
  return savedName(problem) === undefined || problem.v !== undefined;
}

const BEFORE_SCORES: readonly OptionStep[] = [
  'input',
  'project',
  'norm',
  'cache',
  'rotate',
  'score',
  'relative',
  'difference',
  'backward',
];
const BEFORE_WEIGHTS: readonly OptionStep[] = [
  ...BEFORE_SCORES,
  'scale',
  'softcap',
  'adjust',
  'mask',
  'select',
  'normalize',
];

/** Does an option act before what was saved, so that it changes nothing any more? */
export function actsBefore(name: string, step: OptionStep, problem: Problem): boolean {
  const saved = savedName(problem);
  if (saved === undefined || name === saved || name === 'v') return false;
  return (saved === 'scores' ? BEFORE_SCORES : BEFORE_WEIGHTS).includes(step);
}

/** A saved stage with its values, as if there were queries and keys without features. */
export interface Saved {
  /** (B, H, n_q, n_k) */
  readonly cells: Tensor4;
  readonly q: Tensor4; // (B, H, n_q, 0)
  readonly k: Tensor4; // (B, H_v, n_k, 0)
  readonly v: Tensor4; // (B, H_v, n_k, d_v); d_v is 0 without values
  readonly form: Form;
}

/**
 * Scores or weights that another program saved, in the form in which `core` computes.
 *
 * @throws AttnError when they do not have two to four axes, or the values do not fit
 */
export function fromSaved(problem: Problem): Saved {
  const name = savedName(problem)!;
  const given = (problem.scores ?? problem.attentionWeights)!;
  const rank = given.shape.length;
  if (rank < 2 || rank > 4) throw dataError({ code: 'saved-axes', option: name, found: given.shape });
  const [batch, heads, nQ, nK] = [...[1, 1].slice(rank - 2), ...given.shape] as [number, number, number, number];
  const v = problem.v
    ? splitHeads(problem.v, { name: 'V', layout: 'bhld' })
    : tensor([batch, 1, nK, 0], new Float64Array(0));
  if (v.shape[0] !== batch || v.shape[2] !== nK || heads % Math.max(v.shape[1], 1) !== 0)
    throw dataError({ code: 'saved-values', option: name, saved: given.shape, found: problem.v!.shape });
  return {
    cells: tensor([batch, heads, nQ, nK], given.data, { dtype: given.dtype }),
    q: tensor([batch, heads, nQ, 0], new Float64Array(0)),
    k: tensor([batch, v.shape[1], nK, 0], new Float64Array(0)),
    v,
    form: { batch: rank === 4, heads: rank > 2, fused: false, layout: 'bhld' },
  };
}
