import type { ModelConfig } from './config.js';
import { dataError } from './facts.js';
import type { Weights } from './weights.js';

/** Layers one after the other: where their tensors are. */
export interface Stack {
  /** `model.`: what stands in front of the layers, and of what belongs to them all. */
  readonly root: string;
  /** The names of the tensors of a layer (from 0), and their common beginning: `model.layers.3.`. */
  readonly layer: (index: number) => { readonly names: readonly string[]; readonly prefix: string };
  /** `model.layers`, for the names that the model gives to its layers. */
  readonly name: string;
}

const LAYER = /^(.*?)(layers|layer|h|blocks|block|albert_layer_groups)\.(\d+)\./;
/** Parts of a multimodal model that are no text. */
const OTHERS = /(^|\.)(vision|visual|audio|image|mm_|multi_modal|vpm|resampler)/;

/**
 * The stacks of a model: one, or an encoder and a decoder.
 *
 * @throws AttnError when the weights have no layers, or fewer than the config says
 */
export function stacksOf(weights: Weights, config: ModelConfig): { encoder?: Stack; decoder?: Stack } {
  const layers = new Map<string, Map<number, string[]>>();
  for (const name of weights.names) {
    const found = LAYER.exec(name);
    if (!found || OTHERS.test(found[1]!)) continue;
    const key = `${found[1]}${found[2]}`;
    const stack = layers.get(key) ?? new Map<number, string[]>();
    layers.set(key, stack);
    const names = stack.get(Number(found[3])) ?? [];
    stack.set(Number(found[3]), names);
    names.push(name);
  }
  const stacks = [...layers].map(([name, found]) => ({ name, count: found.size, found }));
  const make = ({ name, found }: (typeof stacks)[number], count: number): Stack => {
    const shared = name.endsWith('albert_layer_groups');
    if (!shared && found.size < count)
      throw dataError({ code: 'model-layers-count', found: found.size, expected: count });
    return {
      name,
      root: name.slice(0, name.lastIndexOf('.') + 1),
      layer: (index) => {
        // ALBERT: several layers share the weights of a group.
        const number = shared ? Math.floor((index * found.size) / count) : index;
        const names = found.get(number);
        if (!names) throw dataError({ code: 'model-layers-count', found: found.size, expected: count });
        return { names, prefix: shared ? `${name}.${number}.albert_layers.0.` : `${name}.${number}.` };
      },
    };
  };
  const largest = [...stacks].sort((a, b) => b.count - a.count);
  if (config.family.kind === 'both') {
    const encoder = largest.find(({ name }) => /(^|\.)encoder\./.test(name));
    const decoder = largest.find(({ name }) => /(^|\.)decoder\./.test(name));
    if (!encoder || !decoder) throw dataError({ code: 'model-layers-missing' });
    return { encoder: make(encoder, config.layers), decoder: make(decoder, config.decoderLayers) };
  }
  const only = largest[0];
  if (!only) throw dataError({ code: 'model-layers-missing' });
  return { [config.family.kind === 'decoder' ? 'decoder' : 'encoder']: make(only, config.layers) };
}
