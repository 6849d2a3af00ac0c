import type { Alignment } from './align.js';
import { block, headByHead, sharedBlock } from './blocks.js';
import { tanh } from './elementary.js';
import { dataError, usageError } from './facts.js';
import { outward, swapMiddle } from './form.js';
import { sharedHead, unjoinHeads } from './heads.js';
import { multiplyTransposed } from './matrix.js';
import { normalizerRule } from './normalizer/normalizer.js';
import { rotate } from './position.js';
import { project, transpose } from './project.js';
import type { Settings } from './settings.js';
import type { ScoreRule } from './similarity/similarity.js';
import { reshape, sizeOf, tensor, type Tensor } from './tensor.js';
import type { Stage, Trace } from './trace.js';

interface Backward {
  readonly trace: Trace;
  readonly settings: Settings;
  readonly alignment: Alignment;
  readonly rule: ScoreRule;
  /** dO, shaped like the output. */
  readonly grad: Tensor;
  /** What the scores were made of: after RoPE, cache in front. */
  readonly queries: Tensor; // (B, H, n_q, d_k)
  readonly keys: Tensor; // (B, H_k, n_k, d_k)
  readonly values: Tensor; // (B, H_v, n_k, d_v)
}

/**
 * The way back: from dO = ∂L/∂output to ∂L/∂Q, ∂L/∂K, ∂L/∂V (of the new keys and values, as they were given, before RoPE).
 *
 *     dV = Wᵀ·dO      dW = dO·Vᵀ      dS = W ∘ (dW − Σ W·dW)      dQ = scale·dS·K      dK = scale·dSᵀ·Q
 *
 * Dao et al. 2022, "FlashAttention", appendix B.2, writes the same out; softcap, score-mod and temperature put their
 * slopes in between.
 *
 * @throws AttnError when dO is not shaped like the output, or the normalizer has no gradient
 */
export function gradients(given: Backward): { gradQ: Tensor; gradK: Tensor; gradV: Tensor } {
  const { trace, settings, rule, queries, keys, values } = given;
  const { sizes } = trace;
  const { heads, nQ, nK, dV } = sizes;
  const normalizer = normalizerRule(settings.normalizer);
  if (!normalizer.gradient) throw usageError({ code: 'grad-normalizer', normalizer: settings.normalizer });
  const dOut = gradientOfHeads(trace, trace.stages.get('output')!, given.grad); // (B, H, n_q, d_v)
  const weights = trace.stages.get('weights')!.tensor;
  const dKeys = new Float64Array(keys.data.length);
  const dValues = new Float64Array(values.data.length);

  const gradQueries = headByHead(queries.shape as [number, number, number, number], (b, h) => {
    const w = block(weights, b, h);
    const keep = trace.mask && block(trace.mask, b, h);
    const dO = block(dOut, b, h);
    const dW = multiplyTransposed(dO, sharedBlock(values, b, h, heads), nQ, dV, nK); // dO·Vᵀ → (n_q, n_k)
    const dValue = block(reshapeLike(dValues, values), b, sharedHead(h, heads, values.shape[1]!));
    const dScores = new Float64Array(nQ * nK);
    const slope = slopes(given, b, h);
    for (let i = 0; i < nQ; i++) {
      const row = w.subarray(i * nK, (i + 1) * nK);
      const kept = keep?.subarray(i * nK, (i + 1) * nK);
      for (let j = 0; j < nK; j++) {
        if (row[j] === 0) continue;
        for (let m = 0; m < dV; m++) dValue[j * dV + m]! += row[j]! * dO[i * dV + m]!; // Wᵀ·dO
      }
      if (kept?.every((seen) => seen === 0)) continue; // what such a row gets does not depend on any score
      const dRow = normalizer.gradient!(row, dW.subarray(i * nK, (i + 1) * nK));
      for (let j = 0; j < nK; j++) {
        if (kept && kept[j] === 0) continue;
        dScores[i * nK + j] = dRow[j]! * slope(i, j);
      }
    }
    const { dQ, dK } = rule.gradient(block(queries, b, h), sharedBlock(keys, b, h, heads), dScores, h);
    const dKey = block(reshapeLike(dKeys, keys), b, sharedHead(h, heads, keys.shape[1]!));
    dK.forEach((value, at) => {
      dKey[at]! += value;
    }); // heads that share a key add up
    return dQ;
  });

  return gradientsOfInputs(given, { dQ: gradQueries, dK: reshapeLike(dKeys, keys), dV: reshapeLike(dValues, values) });
}

/** From what the scores and the mixture were made of to what was given: without cached keys, before RoPE. */
export function gradientsOfInputs(
  {
    trace: {
      problem,
      sizes: { nPast },
    },
    settings,
    alignment,
  }: Pick<Backward, 'settings' | 'alignment'> & { readonly trace: Pick<Trace, 'problem' | 'sizes'> },
  { dQ, dK, dV }: { readonly dQ: Tensor; readonly dK: Tensor; readonly dV: Tensor },
): { gradQ: Tensor; gradK: Tensor; gradV: Tensor } {
  const newK = dropCached(dK, nPast);
  const newV = dropCached(dV, nPast);
  if (!problem.rope) return { gradQ: dQ, gradK: newK, gradV: newV };
  const start = nPast > 0 ? alignment.position.map(() => nPast) : alignment.position;
  return {
    gradQ: rotate(dQ, problem.rope, settings.ropeBase, start, -1),
    gradK: rotate(
      newK,
      problem.rope,
      settings.ropeBase,
      start.map(() => nPast),
      -1,
    ),
    gradV: newV,
  };
}

/** ∂(score that the normalizer sees)/∂(raw score) of one head: temperature, score-mod, softcap and scale, from the outside in. */
function slopes({ trace, settings }: Backward, b: number, h: number): (i: number, j: number) => number {
  const {
    problem: { softcap, scoreMod },
    sizes: { nQ, nK },
    stages,
    scale,
  } = trace;
  const constant = scale / settings.temperature;
  if (!softcap && !scoreMod) return () => constant;
  const scaled = block(stages.get('scaled')!.tensor, b, h);
  const capped = softcap ? block(stages.get('softcapped')!.tensor, b, h) : scaled;
  return (i, j) => {
    const cell = i * nK + j;
    let product = constant;
    if (scoreMod) product *= scoreMod.slope(capped[cell]!, i, j, h, b, nQ, nK);
    if (softcap) product *= 1 - tanh(scaled[cell]! / softcap) ** 2;
    return product;
  };
}

/**
 * dO in the user's form → (batch, heads, n_q, d_v), back through W_O and the joining of the heads.
 *
 * @throws AttnError when dO is not shaped like the output
 */
export function gradientOfHeads(
  { problem, form, sizes }: Pick<Trace, 'problem' | 'form' | 'sizes'>,
  output: Stage,
  grad: Tensor,
): Tensor {
  const wanted = outward({ form }, output).shape;
  if (grad.shape.length !== wanted.length || grad.shape.some((length, axis) => length !== wanted[axis])) {
    throw dataError({ code: 'grad-shape', found: grad.shape, expected: wanted });
  }
  if (output.joined) {
    const joined = reshape(grad, output.tensor.shape);
    return unjoinHeads(problem.wo ? project(joined, transpose(problem.wo), 'dO', 'W_Oᵀ') : joined, sizes.heads);
  }
  return form.layout === 'blhd' && wanted.length === 4 ? swapMiddle(grad) : reshape(grad, output.tensor.shape);
}

function reshapeLike(data: Float64Array, like: Tensor): Tensor {
  return tensor(like.shape, data);
}

function dropCached(from: Tensor, nPast: number): Tensor {
  if (nPast === 0) return from;
  const [batch, heads, length, d] = from.shape as [number, number, number, number];
  return headByHead([batch, heads, length - nPast, d], (b, h) =>
    block(from, b, h).slice(nPast * d, sizeOf([length, d])),
  );
}
