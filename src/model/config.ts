import { join } from 'node:path';
import { closest } from '../words/index.js';
import { textConfig, type HfConfig } from '../read/index.js';
import { dataError } from './facts.js';
import { FAMILIES, familyOf, type Family } from './families.js';
import { isFile, readObject } from './open-file.js';

/** A config.json takes some kilobytes. */
const LONGEST_CONFIG = 10_000_000;
/** More layers than any model has; a larger number would only make a loop long. */
const MOST = { layers: 10_000, heads: 100_000, size: 10_000_000 };

/** What is asked of a config, by the names that it has had. */
export interface ModelConfig {
  readonly all: HfConfig;
  readonly type: string;
  readonly family: Family;
  readonly layers: number;
  readonly decoderLayers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly size: number;
  readonly epsilon: number;
  readonly activation: string;
}

/** The config of the model in a folder. @throws AttnError */
export function readConfig(folder: string): ModelConfig {
  const path = join(folder, 'config.json');
  if (!isFile(path)) throw dataError({ code: 'model-no-config', where: { source: folder }, folder });
  return modelConfig(readObject(path, LONGEST_CONFIG), path);
}

/** @param source the file, for errors */
export function modelConfig(given: HfConfig, source: string): ModelConfig {
  const all = textConfig(given);
  const where = { source };
  const type = all['model_type'] ?? given['model_type'];
  const expected = Object.keys(FAMILIES);
  if (typeof type !== 'string') throw dataError({ code: 'model-type-missing', where, expected });
  const family = familyOf(type);
  if (!family) {
    const near = closest(type, expected);
    throw dataError({
      code: 'model-type-unknown',
      where,
      found: type.slice(0, 60),
      expected,
      ...(near !== undefined && { near }),
    });
  }
  const whole = (keys: readonly string[], most: number, otherwise: number): number => {
    for (const key of keys) {
      const value = all[key];
      if (value === undefined || value === null) continue;
      if (Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= most) return value as number;
      throw dataError({
        code: 'model-config-number',
        where,
        key,
        found: String(JSON.stringify(value)).slice(0, 40),
        least: 1,
        most,
      });
    }
    return otherwise;
  };
  const layers = whole(['num_hidden_layers', 'n_layer', 'n_layers', 'num_layers', 'encoder_layers'], MOST.layers, 0);
  if (layers === 0)
    throw dataError({
      code: 'model-config-number',
      where,
      key: 'num_hidden_layers',
      found: '',
      least: 1,
      most: MOST.layers,
    });
  const heads = whole(
    ['num_attention_heads', 'n_head', 'n_heads', 'num_heads', 'encoder_attention_heads'],
    MOST.heads,
    1,
  );
  const size = whole(['hidden_size', 'n_embd', 'dim', 'd_model'], MOST.size, heads);
  const kv = whole(['num_key_value_heads', 'num_kv_heads', 'n_head_kv'], MOST.heads, heads);
  return {
    all,
    type,
    family,
    layers,
    decoderLayers: whole(['num_decoder_layers', 'decoder_layers'], MOST.layers, layers),
    heads,
    kvHeads: family.kvHeads?.(all, heads) ?? kv,
    headDim: whole(['head_dim', 'd_kv'], MOST.size, Math.max(1, Math.floor(size / heads))),
    size,
    epsilon:
      numberIn(all, 'rms_norm_eps', 'layer_norm_eps', 'layer_norm_epsilon', 'norm_epsilon', 'norm_eps') ??
      family.epsilon ??
      1e-5,
    activation: activationOf(all, family),
  };
}

/** The first of the keys that holds a number. */
export function numberIn(config: HfConfig, ...keys: readonly string[]): number | undefined {
  for (const key of keys) if (typeof config[key] === 'number') return config[key];
  return undefined;
}

function activationOf(config: HfConfig, family: Family): string {
  if (family.activation !== undefined) return family.activation;
  const keys = ['hidden_activation', 'activation_function', 'hidden_act', 'activation', 'dense_act_fn'];
  for (const key of keys) if (typeof config[key] === 'string') return config[key];
  return family.usualActivation ?? 'gelu';
}
