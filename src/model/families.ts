import type { HfConfig } from '../read/index.js';

/** What the names of the tensors and the keys of the config do not say about a model family. */
export interface Family {
  /** `decoder` guesses the next token, `encoder` fills gaps; `both`: a decoder that looks at an encoder. */
  readonly kind: 'decoder' | 'encoder' | 'both' | 'image';
  /** RMSNorm although the config calls its epsilon that of a LayerNorm, or says nothing. */
  readonly norm?: 'rms';
  /** The gain of the norms is kept less 1. */
  readonly plusOne?: true;
  /** Embeddings are multiplied by √size. */
  readonly scaledEmbeddings?: true;
  /** Learned positions begin at this row of their table. */
  readonly positionsFrom?: (config: HfConfig) => number;
  /** How q, k and v lie in one matrix: all q, all k, all v; or those of each group of heads that share a key head together. */
  readonly fused?: 'thirds' | 'groups';
  readonly kvHeads?: (config: HfConfig, heads: number) => number | undefined;
  /** Attention and MLP take the same input, where the config does not say. */
  readonly parallel?: (config: HfConfig) => boolean;
  /** Of the norms, where the config does not say. */
  readonly epsilon?: number;
  readonly activation?: string;
  readonly usualActivation?: string;
  /** The two halves of the gated MLP of each expert lie interleaved, clamped, with SiLU of another slope. */
  readonly experts?: 'gpt-oss';
  /** Weights of a Conv1D: (in, out). */
  readonly layout?: 'in-out';
}

const flag =
  (key: string, otherwise: boolean) =>
  (config: HfConfig): boolean =>
    typeof config[key] === 'boolean' ? config[key] : otherwise;

const DECODER: Family = { kind: 'decoder', usualActivation: 'silu' };
const ENCODER: Family = { kind: 'encoder', epsilon: 1e-12 };
const GEMMA: Family = { kind: 'decoder', plusOne: true, scaledEmbeddings: true, activation: 'gelu_pytorch_tanh' };
const ROBERTA: Family = { ...ENCODER, positionsFrom: (config) => Number(config['pad_token_id'] ?? 1) + 1 };
const SECOND_ROW_ON: Family['positionsFrom'] = () => 2;

/** Every model_type that can be run. */
export const FAMILIES: Readonly<Record<string, Family>> = {
  gpt2: { kind: 'decoder', usualActivation: 'gelu_new', fused: 'thirds', layout: 'in-out' },
  gpt_neo: { kind: 'decoder', usualActivation: 'gelu_new' },
  gpt_neox: { kind: 'decoder', fused: 'groups', parallel: flag('use_parallel_residual', true) },
  gptj: { kind: 'decoder', usualActivation: 'gelu_new' },
  opt: { kind: 'decoder', usualActivation: 'relu', positionsFrom: SECOND_ROW_ON },
  bloom: { kind: 'decoder', fused: 'groups', activation: 'gelu_new' },
  falcon: {
    kind: 'decoder',
    fused: 'groups',
    kvHeads: (config, heads) =>
      config['new_decoder_architecture'] === true ? undefined : config['multi_query'] === false ? heads : 1,
    parallel: (config) => config['new_decoder_architecture'] === true || flag('parallel_attn', true)(config),
  },
  llama: DECODER,
  mistral: DECODER,
  mixtral: DECODER,
  qwen2: DECODER,
  qwen3: DECODER,
  qwen3_moe: DECODER,
  gemma: GEMMA,
  gemma2: GEMMA,
  gemma3_text: GEMMA,
  gemma3: GEMMA,
  phi: { ...DECODER, usualActivation: 'gelu_new' },
  phi3: { ...DECODER, fused: 'thirds' },
  olmo2: DECODER,
  olmo3: DECODER,
  stablelm: { ...DECODER, parallel: flag('use_parallel_residual', false) },
  cohere: DECODER,
  cohere2: DECODER,
  granite: DECODER,
  starcoder2: { ...DECODER, usualActivation: 'gelu_pytorch_tanh' },
  smollm3: DECODER,
  glm4: DECODER,
  gpt_oss: { ...DECODER, experts: 'gpt-oss' },
  bert: ENCODER,
  roberta: ROBERTA,
  'xlm-roberta': ROBERTA,
  camembert: ROBERTA,
  albert: { ...ENCODER, usualActivation: 'gelu_new' },
  distilbert: ENCODER,
  electra: ENCODER,
  modernbert: { ...ENCODER, fused: 'thirds' },
  vit: { kind: 'image', epsilon: 1e-12 },
  t5: { kind: 'both', norm: 'rms', epsilon: 1e-6, usualActivation: 'relu' },
  whisper: { kind: 'both', usualActivation: 'gelu' },
};

export function familyOf(type: string): Family | undefined {
  return Object.hasOwn(FAMILIES, type) ? FAMILIES[type] : undefined;
}
