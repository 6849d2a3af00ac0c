import {
  align,
  arrange,
  attend,
  block,
  type CellFunction,
  gateLogits,
  headByHead,
  inward as inwardOf,
  maskBeforeSelection,
  maskReasons,
  outputSizes,
  outward,
  type Problem,
  PROBLEM_OPTIONS,
  settle,
  type StageName,
  tensor,
  type Tensor,
  type Tensor4,
  type Trace,
  unjoinHeads,
} from '../core/index.js';
import type { Attempt } from './attempt.js';
import { takeApart, type Geometry } from './geometry.js';

/** A problem and its right answer, in the form in which mistakes are tried. */
export interface Case {
  /** The problem as it was given, computed in float64: the reference. */
  readonly trace: Trace;
  /** The same with q, k, v as (batch, heads, length, size) and the mask taken apart; nothing is wrong in it. */
  readonly right: Attempt;
  /** The right output as it is to be compared with OUT, in the user's own form. */
  readonly expected: Tensor;
}

/** Options that mean the same whatever form the tensors have; masks stand in the geometry. */
const KEPT = PROBLEM_OPTIONS.filter(({ check }) => check === 'keeps').map(({ field }) => field);

/**
 * The reference, and the problem brought into one form: 4-D q, k, v, the mask as rules.
 *
 * @throws AttnError when the problem makes no sense
 */
export function makeCase(given: Problem): Case {
  const problem: Problem = { ...given, dtype: 'float64' };
  const trace = attend(problem);
  const settings = settle(problem);
  const { keys, values } = arrange(problem, settings.layout);
  const alignment = align(problem, settings, trace.sizes);
  const { batch, heads, nQ, nK } = trace.sizes;
  const named: Geometry = {
    shape: [batch, heads, nQ, nK],
    position: alignment.position,
    ...(alignment.causal && { causal: alignment.causal.offset }),
    ...(alignment.lengths && { lengths: alignment.lengths }),
    ...(problem.window && { window: problem.window }),
  };
  // The mask for itself, also where a rule forbids the same: it stays when the rule is forgotten.
  const ownReasons = maskReasons(
    { ...problem, window: undefined } as unknown as Problem,
    settings,
    [batch, heads, nQ, nK],
    { position: alignment.position, past: trace.sizes.nPast },
  );
  const ownMask = ownReasons && Float64Array.from(ownReasons, (reason) => (reason === 0 ? 1 : 0));
  const everybody = (): Float64Array => new Float64Array(batch * heads * nQ * nK).fill(1);
  const geometry = takeApart(maskBeforeSelection(trace)?.data ?? everybody(), named, ownMask);

  const at = (name: StageName): Tensor4 => trace.stages.get(name)!.tensor;
  const right: Problem = {
    ...Object.fromEntries(KEPT.filter((name) => problem[name] !== undefined).map((name) => [name, problem[name]])),
    q: at('q'),
    k: at('k'),
    v: at('v'),
    layout: 'bhld',
    ...(trace.problem.ropeDim !== undefined && { ropeDim: trace.problem.ropeDim }), // the default of latent attention, too
    scale: trace.scaleRows ? problem.scale! : trace.scale,
    ...(alignment.causal && { causal: alignment.causal.corner }),
    ...(problem.bias && { bias: finiteBias(problem.bias) }),
    ...(problem.gate && { gate: gateLogits(problem.gate, outputSizes(trace.sizes), trace.form) }),
    ...(trace.sizes.nPast > 0 && {
      pastKey: cached(keys, trace.sizes.nPast),
      pastValue: cached(values, trace.sizes.nPast),
    }),
  };
  return {
    trace,
    right: { problem: right, geometry, steps: {}, dtype: 'float64', ...(problem.x && { source: problem }) },
    expected: outward(trace, trace.stages.get('output')!),
  };
}

/** An additive mask's −∞ stands in the geometry already; here it would hide the score. */
function finiteBias(bias: Tensor | CellFunction): Tensor | CellFunction {
  const finite = (value: number): number => (value === -Infinity ? 0 : value);
  if ('at' in bias) return { ...bias, at: (...cell) => finite(bias.at(...cell)) };
  return tensor(bias.shape, bias.data.map(finite), { dtype: bias.dtype });
}

/** The part of all keys (or values) that came from the cache: (B, H_k, n_past, d). */
function cached(all: Tensor4, nPast: number): Tensor4 {
  const [batch, heads, , d] = all.shape;
  return headByHead([batch, heads, nPast, d], (b, h) => block(all, b, h).slice(0, nPast * d));
}

/** A tensor in the user's form of the output → (batch, heads, n_q, d_v), or (batch, 1, n_q, d_model) after W_O. */
export function inward({ trace }: Case, from: Tensor): Tensor4 {
  const output = trace.stages.get('output')!;
  const stage = inwardOf(trace, output, from);
  return output.joined && !trace.problem.wo ? unjoinHeads(stage, outputSizes(trace.sizes).heads) : stage;
}
