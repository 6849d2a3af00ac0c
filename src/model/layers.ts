import type { Problem } from '../core/index.js';
import type { AttentionKind } from './attention.js';
import { runModel, type ForwardOptions, type ModelInput, type Place } from './forward.js';
import type { Model } from './model.js';
import { stacksOf } from './stack.js';

/** How many layers have an attention of this kind. */
export function layerCount({ config }: Model, kind: AttentionKind): number {
  return kind === 'encoder' || config.family.kind !== 'both' ? config.layers : config.decoderLayers;
}

/** The attentions that a model has. */
export function kindsOf({ config: { family } }: Model): readonly AttentionKind[] {
  if (family.kind === 'both') return ['encoder', 'decoder', 'cross'];
  return family.kind === 'decoder' ? ['decoder'] : ['encoder'];
}

/** What the model calls a layer: `model.layers.3`. */
export function layerName({ weights, config }: Model, { kind, layer }: Place): string {
  const { encoder, decoder } = stacksOf(weights, config);
  const stack = kind === 'encoder' ? encoder : decoder;
  return `${stack?.name ?? 'layers'}.${layer}`;
}

/**
 * The attention of one layer as a problem, with its projections, in float64 from its input. The layers behind it are not read.
 *
 * @throws AttnError
 */
export async function layerProblem(
  model: Model,
  input: ModelInput,
  place: Place,
  options: Pick<ForwardOptions, 'without' | 'see'> = {},
): Promise<Problem> {
  const { problem } = await runModel(model, input, { ...options, until: place });
  if (!problem) throw new Error(`no ${place.kind} layer ${place.layer}`);
  return problem;
}

/** The attentions of all layers, from their queries, keys and values. */
export async function allProblems(
  model: Model,
  input: ModelInput,
  kind: AttentionKind,
  options: Pick<ForwardOptions, 'without'> = {},
): Promise<Problem[]> {
  const problems: Problem[] = [];
  await runModel(model, input, {
    ...options,
    see: (place, _, problem) => void (place.kind === kind && problems.push(problem)),
  });
  return problems;
}
