import type { Problem, Tensor } from '../core/index.js';
import { attended, problemOfLayer, type AttentionInput, type AttentionKind } from './attention.js';
import { numberIn, type ModelConfig } from './config.js';
import { embedded } from './embedding.js';
import { layerPlan, normOf, type LayerPlan } from './layer.js';
import { apply } from './linear.js';
import { mlp } from './mlp.js';
import type { Model } from './model.js';
import { normed } from './norm.js';
import { finalNorm } from './output.js';
import { frames, patches } from './patches.js';
import { relativeBias } from './relative.js';
import { partsOf, type Part } from './roles.js';
import { plus, type Rows } from './rows.js';
import { stacksOf, type Stack } from './stack.js';
import type { Weights } from './weights.js';

/** What goes in. */
export interface ModelInput {
  readonly ids?: readonly number[];
  /** 1 for the tokens of a second text. */
  readonly types?: readonly number[];
  /** What the decoder has said so far, beside an encoder. */
  readonly decoderIds?: readonly number[];
  /** (channels, height, width) for a vision transformer, (mels, frames) for Whisper. */
  readonly given?: Tensor;
}

/** One attention on the way: of a layer, counted from 0. */
export interface Place {
  readonly kind: AttentionKind;
  readonly layer: number;
}

export interface ForwardOptions {
  /** Looks at the weights (heads, queries, keys) of every attention. */
  readonly see?: (place: Place, weights: Tensor, problem: Problem) => void;
  /** Stops here, and makes a problem of it. */
  readonly until?: Place;
  /** Heads that are switched off, from 0. */
  readonly without?: readonly { readonly layer: number; readonly head: number }[];
}

/** What came out. */
export interface Outcome {
  /** Behind the last norm; absent when it stopped before. */
  readonly hidden?: Rows;
  /** The attention that was asked for, from its input. */
  readonly problem?: Problem;
}

/** Thrown to nobody: the layer asked for was reached. */
class Reached {
  readonly problem: Problem;

  constructor(problem: Problem) {
    this.problem = problem;
  }
}

/**
 * Through the model, layer by layer.
 *
 * @throws AttnError when the weights do not fit the config, or the input does not fit the model
 */
export async function runModel(model: Model, input: ModelInput, options: ForwardOptions = {}): Promise<Outcome> {
  const { weights, config } = model;
  const { encoder, decoder } = stacksOf(weights, config);
  try {
    const { kind } = config.family;
    let memory: Rows | undefined;
    if (encoder) {
      const x =
        input.given === undefined
          ? embedded(weights, config, encoder.root, input.ids ?? [], input.types)
          : kind === 'image'
            ? patches(weights, config, encoder.root, input.given)
            : frames(weights, encoder.root, input.given);
      memory = await through(model, encoder, 'encoder', config.layers, x, undefined, options);
    }
    if (!decoder) return { hidden: memory! };
    const ids = memory ? (input.decoderIds ?? []) : (input.ids ?? []);
    const x = embedded(weights, config, decoder.root, ids);
    const count = memory ? config.decoderLayers : config.layers;
    return { hidden: await through(model, decoder, 'decoder', count, x, memory, options) };
  } catch (stopped) {
    if (stopped instanceof Reached) return { problem: stopped.problem };
    throw stopped;
  }
}

async function through(
  { weights, config }: Model,
  stack: Stack,
  kind: 'encoder' | 'decoder',
  count: number,
  first: Rows,
  memory: Rows | undefined,
  options: ForwardOptions,
): Promise<Rows> {
  const factor = numberIn(config.all, 'residual_multiplier') ?? 1;
  const norm = (x: Rows, part: Part | undefined): Rows => (part ? normed(x, normOf(weights, config, part)) : x);
  let bias: Tensor | undefined;
  let x = first;
  for (let layer = 0; layer < count; layer++) {
    const { names, prefix } = stack.layer(layer);
    const plan = layerPlan(weights, config, partsOf(names, prefix), layer);
    const relative = plan.parts.get('relative');
    if (relative) bias = relativeBias(weights, config, relative.weight, x.rows, kind === 'encoder');
    const { attentionNorms, crossNorms, mlpNorms } = plan;

    const into = norm(x, attentionNorms.before);
    const input: AttentionInput = { kind, layer, x: into, ...(bias && { bias }) };
    const attention = norm(await attend(weights, config, plan, input, options), attentionNorms.branch);
    if (plan.parallel) {
      const other = mlpNorms.before ? norm(x, mlpNorms.before) : into;
      x = plus(plus(x, attention), mlp(weights, config, plan, other, layer));
      continue;
    }
    const normedResidual = config.all['apply_residual_connection_post_layernorm'] === true;
    x = norm(plus(normedResidual ? into : x, attention, factor), attentionNorms.after);
    if (memory && plan.cross) {
      const crossing = { kind: 'cross' as const, layer, x: norm(x, crossNorms.before), memory };
      x = plus(x, await attend(weights, config, plan, crossing, options));
    }
    const second = norm(x, mlpNorms.before);
    const added = norm(mlp(weights, config, plan, second, layer), mlpNorms.branch);
    x = norm(plus(normedResidual ? second : x, added, factor), mlpNorms.after);
  }
  const last = finalNorm(weights, config, stack.root);
  return last ? normed(x, last) : x;
}

/** One attention with its output projection. */
async function attend(
  weights: Weights,
  config: ModelConfig,
  plan: LayerPlan,
  input: AttentionInput,
  { see, until, without = [] }: ForwardOptions,
): Promise<Rows> {
  const { kind, layer } = input;
  if (until?.kind === kind && until.layer === layer)
    throw new Reached(await problemOfLayer(weights, config, plan, input));
  const { joined, weights: seen, problem } = await attended(weights, config, plan, input);
  see?.({ kind, layer }, seen, problem);
  if (kind !== 'cross') {
    for (const { head } of without.filter((one) => one.layer === layer))
      for (let i = 0; i < joined.rows; i++)
        joined.data.fill(
          0,
          i * joined.columns + head * config.headDim,
          i * joined.columns + (head + 1) * config.headDim,
        );
  }
  return apply(weights, (kind === 'cross' ? plan.cross! : plan.attention).o, joined);
}
