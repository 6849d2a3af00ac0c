import type { ModelConfig } from './config.js';
import { numberIn } from './config.js';
import { dataError } from './facts.js';
import type { Linear } from './linear.js';
import type { Norm } from './norm.js';
import type { Part, Parts } from './roles.js';
import { shapeOf, whole, type Weights } from './weights.js';

/** Where the norms of a layer stand. `before`: on what goes in; `branch`: on what is added; `after`: on the sum. */
export interface Norms {
  readonly before?: Part;
  readonly branch?: Part;
  readonly after?: Part;
}

/** The projections of one attention. */
export interface Projections {
  readonly qkv?: Linear;
  readonly q?: Linear;
  readonly k?: Linear;
  readonly v?: Linear;
  readonly o: Linear;
}

/** How a layer is built. */
export interface LayerPlan {
  readonly parts: Parts;
  readonly attention: Projections;
  readonly cross?: Projections;
  readonly attentionNorms: Norms;
  readonly crossNorms: Norms;
  readonly mlpNorms: Norms;
  /** Attention and MLP take the same input, and both are added to it. */
  readonly parallel: boolean;
}

/** @throws AttnError when a tensor is missing or has another shape than the config says */
export function layerPlan(weights: Weights, config: ModelConfig, parts: Parts, index: number): LayerPlan {
  const { heads, kvHeads, headDim, size, family } = config;
  const need = (role: string): Part => {
    const part = parts.get(role);
    if (!part) throw dataError({ code: 'model-part-missing', role, layer: index + 1 });
    return part;
  };
  const linear = (role: string, inputs: number, outputs: number): Linear =>
    linearOf(weights, need(role), family.layout ?? 'out-in', inputs, outputs);
  const width = heads * headDim;
  const kvWidth = kvHeads * headDim;
  const cross = parts.has('cross-q');
  const norms = normPlaces(parts, config);
  return {
    parts,
    attention: {
      ...(parts.has('qkv')
        ? { qkv: linear('qkv', size, width + 2 * kvWidth) }
        : { q: linear('q', size, width), k: linear('k', size, kvWidth), v: linear('v', size, kvWidth) }),
      o: linear('o', width, size),
    },
    ...(cross && {
      cross: {
        q: linear('cross-q', size, width),
        k: linear('cross-k', size, kvWidth),
        v: linear('cross-v', size, kvWidth),
        o: linear('cross-o', width, size),
      },
    }),
    ...norms,
    parallel:
      family.parallel?.(config.all) ??
      (norms.attentionNorms.before !== undefined && !norms.mlpNorms.before && !norms.mlpNorms.after),
  };
}

/** A matrix with its bias, its shape checked. */
export function linearOf(
  weights: Weights,
  { weight, bias }: Part,
  layout: Linear['layout'],
  inputs: number,
  outputs: number,
): Linear {
  const expected = layout === 'out-in' ? [outputs, inputs] : [inputs, outputs];
  const found = shapeOf(weights, weight);
  if (found.length !== 2 || found.some((axis, at) => axis !== expected[at]))
    throw dataError({ code: 'model-tensor-shape', name: weight, found, expected });
  if (bias !== undefined) checkVector(weights, bias, outputs);
  return { name: weight, layout, inputs, outputs, ...(bias !== undefined && { bias }) };
}

function checkVector(weights: Weights, name: string, size: number): void {
  const found = shapeOf(weights, name);
  if (found.reduce((product, axis) => product * axis, 1) !== size)
    throw dataError({ code: 'model-tensor-shape', name, found, expected: [size] });
}

/** The same name stands for different places: which, the other norms of the layer say. */
function normPlaces(parts: Parts, { all }: ModelConfig): Pick<LayerPlan, 'attentionNorms' | 'crossNorms' | 'mlpNorms'> {
  const of = (role: string): Part | undefined => parts.get(role);
  const post = of('post-attention');
  // Gemma 2 has a norm of its own before the MLP; OLMo 2 has none before attention.
  const postIsBranch =
    post !== undefined &&
    !of('attention-branch') &&
    ((of('before-mlp') && of('mlp-branch')) || !of('before-attention'));
  const places = {
    attentionNorms: pick({
      before: of('before-attention'),
      branch: of('attention-branch') ?? (postIsBranch ? post : undefined),
      after: of('after-attention'),
    }),
    crossNorms: pick({ before: of('before-cross') ?? (of('cross-q') && of('second-norm')) }),
    mlpNorms: pick({
      before: of('before-mlp') ?? of('second-norm') ?? (postIsBranch ? undefined : post),
      branch: of('mlp-branch'),
      after: of('after-mlp'),
    }),
  };
  // OPT 350m norms the sums.
  if (all['do_layer_norm_before'] !== false) return places;
  return {
    attentionNorms: pick({ after: places.attentionNorms.before }),
    crossNorms: {},
    mlpNorms: pick({ after: places.mlpNorms.before }),
  };
}

function pick(norms: { [place in keyof Norms]: Part | undefined }): Norms {
  return Object.fromEntries(Object.entries(norms).filter(([, part]) => part !== undefined));
}

/** A norm with its numbers. */
export function normOf(weights: Weights, config: ModelConfig, { weight, bias }: Part): Norm {
  checkVector(weights, weight, shapeOf(weights, weight)[0] ?? 0);
  const gain = whole(weights, weight);
  const { family, all, epsilon } = config;
  const rms = family.norm === 'rms' || numberIn(all, 'rms_norm_eps') !== undefined;
  return {
    kind: rms ? 'rms' : 'layernorm',
    gain,
    epsilon,
    plusOne: family.plusOne === true,
    ...(bias !== undefined && { bias: whole(weights, bias) }),
  };
}
