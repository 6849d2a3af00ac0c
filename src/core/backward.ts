import { block } from './blocks.js';
import { INPUTS, STEPS } from './steps/index.js';
import { gradientOfOutput } from './steps/join.js';
import type { Gradient, Pass, Slope, Step, ValueName, Values } from './steps/step.js';
import { tensor, type Tensor, type Tensor4 } from './tensor.js';
import type { Axis, StageName } from './trace.js';

/** Gradients that are shown, each beside the value that it belongs to. */
export const GRADIENTS: readonly {
  readonly of: ValueName;
  readonly stage: StageName;
  readonly rows: Axis;
  readonly formula: string;
  readonly count: 'q' | 'k' | 'v';
}[] = [
  { of: 'q', stage: 'grad_q', rows: 'query', formula: '∂L/∂Q', count: 'q' },
  { of: 'k', stage: 'grad_k', rows: 'new-key', formula: '∂L/∂K', count: 'k' },
  { of: 'v', stage: 'grad_v', rows: 'new-key', formula: '∂L/∂V', count: 'v' },
];

/**
 * The steps backwards: from dO = ∂L/∂output to ∂L/∂Q, ∂L/∂K, ∂L/∂V (of the new keys and values, as they were given, before
 * RoPE).
 *
 *     dV = Wᵀ·dO      dW = dO·Vᵀ      dS = W ∘ (dW − Σ W·dW)      dQ = scale·dS·K      dK = scale·dSᵀ·Q
 *
 * Dao et al. 2022, "FlashAttention", appendix B.2, writes the same out; softcap, score-mod and temperature put their
 * slopes in between.
 *
 * @param grad dO, in the form of the output
 * @returns of every value on the way, the output's own among them
 * @throws AttnError when dO is not shaped like the output, or a step has no gradient
 */
export function backward(pass: Pass, grad: Tensor): Gradient {
  STEPS.forEach((step) => step.refuseGradient?.(pass));
  return stepsBackward(pass, STEPS, { output: gradientOfOutput(pass, pass.stages.get('output')!, grad) });
}

/** From what the scores and the mixture were made of to what was given: without cached keys, before RoPE. */
export function inputsBackward(pass: Pass, gradient: Pick<Values, 'queries' | 'keys' | 'values'>): Gradient {
  return stepsBackward(pass, INPUTS, gradient);
}

function stepsBackward(pass: Pass, steps: readonly Step[], from: Gradient): Gradient {
  const gradient: { [name in ValueName]?: Tensor4 } = { ...from };
  let slopes: NonNullable<Step['slope']>[] = [];
  let sloped: ValueName = 'scores';
  for (const step of [...steps].reverse()) {
    const applies = step.applies(pass.problem, pass);
    // A step of which nobody took anything has no share in the loss.
    if (applies && step.backward && step.makes.some(({ name }) => gradient[name])) {
      if (slopes.length > 0) multiplySlopes(pass, gradient[sloped]!, slopes);
      slopes = [];
      for (const [name, one] of Object.entries(step.backward(gradient as Values, pass)))
        give(gradient, name as ValueName, one);
      continue;
    }
    for (const { name, otherwise } of step.makes) {
      if (!otherwise || !gradient[name]) continue;
      give(gradient, otherwise, gradient[name]);
      if (!applies || !step.slope) continue;
      slopes.push(step.slope);
      sloped = otherwise;
    }
  }
  return gradient;
}

/** A value that several steps take gets the sum of what each of them gives back. */
function give(gradient: { [name in ValueName]?: Tensor4 }, name: ValueName, one: Tensor4): void {
  const before = gradient[name];
  gradient[name] =
    before === undefined
      ? one
      : tensor(
          one.shape,
          one.data.map((x, at) => x + before.data[at]!),
        );
}

/**
 * dS ∘ the slopes of all steps that change each score for itself, in place. The slopes are multiplied with each other first,
 * constants in front, so that a gradient is rounded as if they were one step. Cells that nobody sees are passed over: 0·NaN
 * is NaN.
 */
function multiplySlopes(pass: Pass, scores: Tensor4, of: readonly NonNullable<Step['slope']>[]): void {
  const { batch, heads, nQ, nK } = pass.sizes;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const slopes: readonly Slope[] = of.map((slope) => slope(pass, b, h));
      const factors = slopes.filter((slope) => typeof slope === 'number');
      const functions = slopes.filter((slope) => typeof slope === 'function');
      const constant = factors.reduce((product, factor) => product * factor, 1);
      const rows = block(scores, b, h);
      const keep = pass.keep && block(pass.keep, b, h);
      for (let i = 0; i < nQ; i++) {
        for (let j = 0; j < nK; j++) {
          const cell = i * nK + j;
          if (keep && keep[cell] === 0) continue;
          rows[cell]! *= functions.reduce((product, slope) => product * slope(i, j), constant);
        }
      }
    }
  }
}
