import { optionNamed, ROPE_SCALING_KEYS } from '../core/index.js';
import { dataError } from './facts.js';

/** A model's config.json. */
export type HfConfig = Readonly<Record<string, unknown>>;

/** The attention of one layer, as flags; all arrays are the user's. */
export interface HfLayer {
  readonly flags: ReadonlyMap<string, string | true>;
  /** `sliding_attention` or `full_attention`. */
  readonly kind: string;
  /** Options whose arrays the layer needs. */
  readonly needs: readonly string[];
}

interface Rule {
  /** Layers with a window of the config's sliding_window. */
  readonly sliding?: (config: HfConfig, layer: number) => boolean;
  readonly causal?: false;
  /** An encoder, which is not causal, and a decoder have layers of their own numbers. */
  readonly sides?: true;
  /** Layers with a memory in place of weights: their own flags alone. */
  readonly recurrent?: (config: HfConfig, layer: number) => boolean;
  /** Heads of keys and values, where another key says it. */
  readonly kvHeads?: (config: HfConfig) => number | undefined;
  /** Undefined: no RoPE on this layer. */
  readonly rope?: (config: HfConfig, layer: number) => 'half' | 'interleaved' | undefined;
  readonly more?: (config: HfConfig, layer: number, sliding: boolean) => Readonly<Record<string, string | undefined>>;
  readonly needs?: (config: HfConfig, layer: number) => readonly string[];
}

/** @throws AttnError for a key that is there and holds no number: a guess would be wrong without a word */
const number = (config: HfConfig, ...names: string[]): number | undefined => {
  for (const name of names) {
    const value = config[name];
    if (typeof value === 'number') return value;
    if (typeof value === 'string' || (typeof value === 'object' && value !== null))
      throw dataError({ code: 'hf-config-number', key: name, found: JSON.stringify(value).slice(0, 60) });
  }
  return undefined;
};
const list = (value: unknown): readonly unknown[] | undefined => (Array.isArray(value) ? value : undefined);
const object = (value: unknown): HfConfig | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as HfConfig) : undefined;

const half = (): 'half' => 'half';
const interleaved = (): 'interleaved' => 'interleaved';
const none = (): undefined => undefined;
const never = (): boolean => false;
const windowed = (config: HfConfig): boolean => number(config, 'sliding_window') !== undefined;
const everyNth = (nth: number) => (_: HfConfig, layer: number) => (layer + 1) % nth !== 0;
const ALL = ['bq', 'bk', 'bv', 'bo'];
const whenBiased = (config: HfConfig): readonly string[] => (config['attention_bias'] === true ? ALL : []);
const scaledBy = (config: HfConfig): Readonly<Record<string, string | undefined>> => {
  const scalar = number(config, 'query_pre_attn_scalar');
  const cap = number(config, 'attn_logit_softcapping');
  return {
    ...(scalar !== undefined && { scale: `1/sqrt(${scalar})` }),
    ...(cap !== undefined && { softcap: String(cap) }),
  };
};
const normed = (config: HfConfig, kind: string, more: Record<string, string> = {}): Record<string, string> => ({
  'q-norm': kind,
  'k-norm': kind,
  'norm-eps': String(number(config, 'rms_norm_eps', 'layer_norm_eps', 'layer_norm_epsilon') ?? 1e-6),
  ...more,
});
/** Llama 4: RoPE and chunks on the same layers. */
const turnsInChunks = (config: HfConfig, layer: number): boolean => {
  const type = list(config['layer_types'])?.[layer];
  return type === undefined ? turnsHere(config, layer, 4) : type === 'chunked_attention';
};
const turnsHere = (config: HfConfig, layer: number, nth: number): boolean => {
  const given = list(config['no_rope_layers']);
  return given && given.length > layer ? given[layer] === 1 || given[layer] === true : (layer + 1) % nth !== 0;
};
const isLocal = (config: HfConfig, layer: number): boolean => {
  const types = (list(config['attention_types']) ?? []).flatMap((one) => {
    const [kinds, times] = list(one) ?? [];
    return Array.from({ length: Math.min(Number(times), layer + 1) }, () => list(kinds) ?? []).flat();
  });
  return (list(config['attention_layers']) ?? types)[layer] === 'local';
};
const qwen = (config: HfConfig, layer: number): boolean =>
  config['use_sliding_window'] === true && layer >= (number(config, 'max_window_layers') ?? Infinity);
const mla = (config: HfConfig): Readonly<Record<string, string | undefined>> => {
  const scaling = object(config['rope_scaling']) ?? object(config['rope_parameters']) ?? {};
  const all = number(scaling, 'mscale_all_dim') ?? 0;
  const factor = number(scaling, 'factor') ?? 1;
  const m = all !== 0 && factor > 1 ? `(0.1*${all}*log(${factor})+1)^2` : '1';
  return {
    scale: `${m}/sqrt(${(number(config, 'qk_nope_head_dim') ?? 0) + (number(config, 'qk_rope_head_dim') ?? 0)})`,
  };
};

/** Llama 4 sharpens what layers without RoPE see, the farther down the text the more: 1 + 0.1·ln(1 + ⌊(i + 1)/8192⌋). */
const temperature = (config: HfConfig): Readonly<Record<string, string | undefined>> =>
  config['attn_temperature_tuning'] === false
    ? {}
    : {
        scale:
          `(1+${number(config, 'attn_scale') ?? 0.1}*log(1+floor((i+P+1)/${number(config, 'floor_scale') ?? 8192})))` +
          '/sqrt(d_k)',
      };

const LATENT = ['latent', 'w-uk', 'w-uv', 'q-rope', 'k-rope'];
const MLA: Rule = {
  rope: (config) => (config['rope_interleave'] === false ? 'half' : 'interleaved'),
  more: mla,
  needs: () => LATENT,
};
const LLAMA: Rule = { rope: half, needs: whenBiased };
const BERT: Rule = { causal: false, rope: none, needs: () => ALL };
const MISTRAL: Rule = { rope: half, sliding: windowed, needs: whenBiased };

/** What the layers of each model_type compute, where it differs from the common keys. Layers count from 0. */
const RULES: Readonly<Record<string, Rule>> = {
  gpt2: {
    rope: none,
    more: (config, layer) => ({
      ...(config['scale_attn_by_inverse_layer_idx'] === true && { scale: `1/(sqrt(d_k)*${layer + 1})` }),
      ...(config['scale_attn_weights'] === false && { scale: '1' }),
    }),
    needs: () => ALL,
  },
  gpt_neo: {
    rope: none,
    more: (config, layer) => ({
      scale: '1',
      ...(isLocal(config, layer) && { window: `${(number(config, 'window_size') ?? 256) - 1},-1` }),
    }),
    needs: () => ['bo'],
  },
  gptj: {
    rope: interleaved,
    more: (config) => ({ 'rope-dim': String(number(config, 'rotary_dim') ?? 64) }),
  },
  falcon: {
    rope: (config) => (config['alibi'] === true ? undefined : 'half'),
    more: (config) => (config['alibi'] === true ? { alibi: '' } : {}),
    kvHeads: (config) =>
      config['new_decoder_architecture'] === true
        ? number(config, 'num_kv_heads')
        : config['multi_query'] === false
          ? undefined
          : 1,
    needs: (config) => (config['bias'] === true ? ALL : []),
  },
  gpt_neox: { rope: half, needs: (config) => (config['attention_bias'] === false ? [] : ALL) },
  bloom: { rope: none, more: () => ({ alibi: '' }), needs: () => ALL },
  opt: { rope: none, needs: (config) => (config['enable_bias'] === false ? [] : ALL) },
  bert: BERT,
  albert: BERT,
  distilbert: BERT,
  roberta: BERT,
  'xlm-roberta': BERT,
  camembert: BERT,
  electra: BERT,
  vit: BERT,
  modernbert: {
    causal: false,
    rope: half,
    sliding: (config, layer) => layer % (number(config, 'global_attn_every_n_layers') ?? 3) !== 0,
    more: (config, _, sliding) => {
      const reach = Math.floor((number(config, 'local_attention') ?? 128) / 2);
      return sliding ? { window: `${reach},${reach}` } : {};
    },
    needs: whenBiased,
  },
  t5: { rope: none, sides: true, more: () => ({ scale: '1' }), needs: () => ['bias'] },
  whisper: { rope: none, sides: true, needs: () => ['bq', 'bv', 'bo'] },
  phi: {
    rope: half,
    more: (config) => (config['qk_layernorm'] === true ? normed(config, 'layernorm') : {}),
    needs: () => ALL,
  },
  llama: LLAMA,
  mistral: MISTRAL,
  mixtral: MISTRAL,
  starcoder2: { ...MISTRAL, needs: (config) => (config['use_bias'] === false ? [] : ALL) },
  qwen2: { rope: half, sliding: qwen, needs: () => ['bq', 'bk', 'bv'] },
  qwen3: { rope: half, sliding: qwen, more: (config) => normed(config, 'rms'), needs: whenBiased },
  qwen3_moe: { rope: half, sliding: qwen, more: (config) => normed(config, 'rms'), needs: whenBiased },
  qwen3_next: {
    rope: half,
    more: (config) => normed(config, 'rms', { 'norm-gain': '1+g' }),
    needs: () => ['gate'],
    recurrent: (config, layer) => {
      const type = list(config['layer_types'])?.[layer];
      if (type !== undefined) return type === 'linear_attention';
      return (layer + 1) % (number(config, 'full_attention_interval') ?? 4) !== 0;
    },
  },
  gemma: LLAMA,
  gemma2: { rope: half, sliding: (_, layer) => layer % 2 === 0, more: scaledBy, needs: whenBiased },
  gemma3_text: {
    rope: half,
    sliding: (config, layer) =>
      (layer + 1) % (number(config, 'sliding_window_pattern', '_sliding_window_pattern') ?? 6) !== 0,
    more: (config) => ({ ...scaledBy(config), ...normed(config, 'rms', { 'norm-gain': '1+g' }) }),
    needs: whenBiased,
  },
  phi3: MISTRAL,
  olmo2: { rope: half, more: (config) => normed(config, 'rms', { 'norm-over': 'joined' }), needs: whenBiased },
  olmo3: {
    rope: half,
    sliding: everyNth(4),
    more: (config) => normed(config, 'rms', { 'norm-over': 'joined' }),
    needs: whenBiased,
  },
  granite: {
    rope: half,
    more: (config) => ({ scale: String(number(config, 'attention_multiplier') ?? 1) }),
    needs: whenBiased,
  },
  cohere: {
    rope: interleaved,
    more: (config) => (config['use_qk_norm'] === true ? normed(config, 'layernorm') : {}),
    needs: whenBiased,
  },
  cohere2: {
    rope: (config, layer) => (isSliding(config, layer, everyNth(4)) ? 'interleaved' : undefined),
    sliding: everyNth(4),
    needs: whenBiased,
  },
  stablelm: {
    rope: half,
    more: (config) => (config['qk_layernorm'] === true ? normed(config, 'layernorm') : {}),
    needs: (config) => (config['use_qkv_bias'] === true ? ['bq', 'bk', 'bv'] : []),
  },
  deepseek_v2: MLA,
  deepseek_v3: MLA,
  gpt_oss: { rope: half, sliding: (_, layer) => layer % 2 === 0, needs: () => [...ALL, 'sink'] },
  smollm3: { rope: (config, layer) => (turnsHere(config, layer, 4) ? 'half' : undefined), needs: whenBiased },
  glm4: {
    rope: interleaved,
    needs: (config) => (config['attention_bias'] === true ? ['bq', 'bk', 'bv'] : []),
  },
  llama4_text: {
    rope: (config, layer) => (turnsInChunks(config, layer) ? 'interleaved' : undefined),
    sliding: never,
    more: (config, layer) =>
      turnsInChunks(config, layer)
        ? {
            chunk: String(number(config, 'attention_chunk_size') ?? 8192),
            ...(config['use_qk_norm'] !== false && normed(config, 'rms', { 'norm-order': 'after-rope' })),
          }
        : temperature(config),
    needs: whenBiased,
  },
};

const ALIASES: Readonly<Record<string, string>> = { gemma3: 'gemma3_text', llama4: 'llama4_text', 'phi4-mini': 'phi3' };

/** Every model_type that is known. */
export const MODEL_TYPES: readonly string[] = [...Object.keys(RULES), ...Object.keys(ALIASES)];

/** The part of the config that speaks of the text model. */
export function textConfig(config: HfConfig): HfConfig {
  return object(config['text_config']) ?? config;
}

/** How many layers a model has. @throws AttnError where its config does not say so, or names no model_type */
export function layersOf(config: HfConfig, side?: HfSide): number {
  if (config['model_type'] === undefined) missing('model_type');
  const own = side === 'decoder' ? number(config, 'num_decoder_layers', 'decoder_layers') : undefined;
  const count = own ?? number(config, 'num_hidden_layers', 'n_layer', 'n_layers', 'num_layers', 'encoder_layers');
  if (count === undefined) missing('num_hidden_layers');
  if (!Number.isInteger(count) || count < 1)
    throw dataError({ code: 'hf-config-number', key: 'num_hidden_layers', found: String(count) });
  return count;
}

/** Of which part of a model a layer is. */
export type HfSide = 'encoder' | 'decoder';

/** Does the model have both, so that a layer's number alone does not say which is meant? */
export function hasBothSides(config: HfConfig): boolean {
  return ruleOf(config)?.sides === true;
}

function ruleOf(config: HfConfig): Rule | undefined {
  const type = String(config['model_type']);
  const name = ALIASES[type] ?? type;
  return Object.hasOwn(RULES, name) ? RULES[name] : undefined;
}

function missing(key: string): never {
  throw dataError({ code: 'hf-config-missing', key });
}

/** What `layer_types` may say. */
const LAYER_TYPES = ['full_attention', 'sliding_attention', 'chunked_attention', 'linear_attention'];

function isSliding(config: HfConfig, layer: number, rule: Rule['sliding']): boolean {
  const types = list(config['layer_types']);
  if (types && types.length > layer) {
    const type = String(types[layer]);
    if (!LAYER_TYPES.includes(type)) throw dataError({ code: 'hf-layer-type', found: type, expected: LAYER_TYPES });
    return type === 'sliding_attention';
  }
  return rule?.(config, layer) ?? false;
}

/**
 * The flags of one layer, from the keys of a model's config.json, old or new (transformers 4 and 5).
 *
 * @param layer from 0, as the model counts
 * @param given options that are given already: heads are set for X, whose matrices hold them side by side
 * @param side of a model with encoder and decoder; the decoder's when not given
 * @returns undefined for a model_type that is not known
 */
export function hfLayer(
  stated: HfConfig,
  layer: number,
  given: ReadonlySet<string>,
  side?: HfSide,
): HfLayer | undefined {
  const rule = ruleOf(stated);
  if (!rule) return undefined;
  const config = withDefaults(stated);
  if (rule.recurrent?.(config, layer)) return deltaLayer(config, given);
  const sliding = isSliding(config, layer, rule.sliding);
  const flags = new Map<string, string | true>();
  const heads =
    number(config, 'num_attention_heads', 'n_head', 'n_heads', 'num_heads', `${side ?? 'encoder'}_attention_heads`) ??
    (given.has('q') ? 1 : missing('num_attention_heads'));
  const size = number(config, 'hidden_size', 'n_embd', 'dim', 'd_model') ?? heads;
  const headDim = number(config, 'head_dim', 'd_kv') ?? Math.floor(size / heads);
  const kvHeads = (rule.kvHeads ? rule.kvHeads(config) : number(config, 'num_key_value_heads')) ?? heads;
  if (!given.has('q')) {
    flags.set('heads', String(heads));
    if (kvHeads !== heads) flags.set('kv-heads', String(kvHeads));
  }
  if (rule.causal !== false && side !== 'encoder') flags.set('causal', true);
  const reach = number(config, 'sliding_window');
  if (sliding && reach !== undefined) flags.set('window', `${reach - 1},-1`);
  const style = rule.rope?.(config, layer);
  if (style) ropeFlags(config, style, sliding, headDim).forEach(([name, value]) => flags.set(name, value));
  const gained = given.has('q-norm') || given.has('k-norm');
  for (const [name, value] of Object.entries(rule.more?.(config, layer, sliding) ?? {})) {
    if (value === undefined || !optionNamed(name) || (name === 'norm-gain' && !gained)) continue;
    flags.set(name, value === '' ? true : value);
  }
  const llama4 = config['model_type'] === 'llama4_text' || config['model_type'] === 'llama4';
  const norms = flags.has('q-norm') && !llama4 ? ['q-norm', 'k-norm'] : [];
  return {
    flags,
    kind: sliding ? 'sliding_attention' : flags.has('chunk') ? 'chunked_attention' : 'full_attention',
    needs: [...(rule.needs?.(config, layer) ?? []), ...norms],
  };
}

/** Gated DeltaNet, as Qwen3-Next's layers without full attention have it. */
function deltaLayer(config: HfConfig, given: ReadonlySet<string>): HfLayer {
  const heads = number(config, 'linear_num_key_heads');
  return {
    flags: new Map<string, string | true>([
      ...(heads !== undefined && !given.has('q') ? [['heads', String(heads)] as const] : []),
      ['recurrence', 'gated-delta'],
      ['q-norm', 'l2'],
      ['k-norm', 'l2'],
      ['norm-eps', '1e-6'],
    ]),
    kind: 'linear_attention',
    needs: ['log-decay', 'beta'],
  };
}

/** A config without any heads has those of its class, too. */
function withDefaults(stated: HfConfig): HfConfig {
  const type = String(stated['model_type']);
  const usual = DEFAULTS[ALIASES[type] ?? type];
  if (!usual) return stated;
  const heads = number(stated, 'num_attention_heads');
  return { ...usual, ...(heads !== undefined && { num_key_value_heads: heads }), ...stated };
}

/** What a model's own class fills in where its config.json says nothing. */
const DEFAULTS: Readonly<Record<string, HfConfig>> = {
  gemma3_text: {
    num_attention_heads: 8,
    num_key_value_heads: 4,
    head_dim: 256,
    query_pre_attn_scalar: 256,
    rope_theta: 1e6,
    rope_local_base_freq: 10000,
    sliding_window: 4096,
  },
};

function ropeFlags(
  config: HfConfig,
  style: 'half' | 'interleaved',
  sliding: boolean,
  headDim: number,
): [string, string][] {
  const type = String(config['model_type']);
  const all = object(config['rope_parameters']);
  const own = object(all?.[sliding ? 'sliding_attention' : 'full_attention']) ?? all;
  const unscaled = sliding && !object(all?.['sliding_attention']) && /^(gemma3|olmo3)/.test(type);
  const scaling = own ?? object(config['rope_scaling']);
  const ofKind = object(all?.[sliding ? 'sliding_attention' : 'full_attention']);
  const local = sliding
    ? number(config, 'rope_local_base_freq', 'local_rope_theta')
    : number(config, 'global_rope_theta');
  const base =
    (ofKind && number(ofKind, 'rope_theta')) ??
    local ??
    (own && number(own, 'rope_theta')) ??
    number(config, 'rope_theta', 'rotary_emb_base') ??
    DEFAULT_BASES[type] ??
    10000;
  const name = scaling && String(scaling['rope_type'] ?? scaling['type'] ?? 'default');
  const share =
    (scaling && number(scaling, 'partial_rotary_factor')) ??
    number(config, 'partial_rotary_factor', 'rotary_pct', 'rope_pct') ??
    DEFAULT_SHARES[type] ??
    1;
  const turned = Math.floor(headDim * share);
  const flags: [string, string][] = [['rope', style]];
  if (base !== 10000) flags.push(['rope-base', String(base)]);
  if (turned < headDim && name !== 'proportional' && !/^deepseek/.test(type)) flags.push(['rope-dim', String(turned)]);
  if (scaling && name && name !== 'default' && name !== 'mrope' && !unscaled)
    flags.push(['rope-scaling', JSON.stringify(scalingOf(config, scaling, name))]);
  return flags;
}

const DEFAULT_BASES: Readonly<Record<string, number>> = { gpt_oss: 150000 };
const DEFAULT_SHARES: Readonly<Record<string, number>> = {
  gpt_neox: 0.25,
  stablelm: 0.25,
  glm4: 0.5,
  phi: 0.5,
  qwen3_next: 0.25,
};

/** The scaling with what stands beside it at the top of the config. */
function scalingOf(config: HfConfig, scaling: HfConfig, name: string): HfConfig {
  const known = Object.entries(scaling).filter(
    ([key, value]) =>
      value !== null &&
      ROPE_SCALING_KEYS.includes(key) &&
      key !== 'rope_theta' &&
      (key !== 'partial_rotary_factor' || name === 'proportional'),
  );
  const most = number(config, 'max_position_embeddings');
  const original =
    number(scaling, 'original_max_position_embeddings') ?? number(config, 'original_max_position_embeddings');
  const needsOriginal = ['dynamic', 'yarn', 'longrope', 'su', 'llama3'].includes(name);
  return {
    rope_type: name,
    ...Object.fromEntries(known),
    ...(needsOriginal && (original ?? most) !== undefined && { original_max_position_embeddings: original ?? most }),
    ...(scaling['factor'] === undefined &&
      ['yarn', 'longrope', 'su'].includes(name) &&
      most !== undefined && { max_position_embeddings: most }),
  };
}
