import type { Here, NoCounterpart, OtherName } from './facts.js';

/**
 * What other systems call an option, as a flag would be written; each of the ways to say it here may need several options.
 *
 * PyTorch: scaled_dot_product_attention(attn_mask, is_causal, scale, enable_gqa), nn.MultiheadAttention(embed_dim, num_heads,
 * key_padding_mask, need_weights, average_attn_weights). flash-attn: flash_attn_func(softmax_scale, causal, window_size,
 * softcap, alibi_slopes). JAX: dot_product_attention(query_seq_lengths, key_value_seq_lengths, local_window_size). ONNX
 * Attention: q_num_heads, kv_num_heads, nonpad_kv_seqlen. Keras: key_dim, num_heads. Hugging Face config.json:
 * num_attention_heads, num_key_value_heads, sliding_window, rope_theta, attn_logit_softcapping.
 */
const NAMES: Readonly<Record<string, readonly (readonly Here[])[]>> = {
  'attn-mask': [[['mask']], [['bias']]],
  'attention-mask': [[['mask']], [['key-lengths']]],
  'src-mask': [[['mask'], ['mask-true', 'ignore']]],
  'key-padding-mask': [[['key-lengths']], [['mask'], ['mask-true', 'ignore']]],
  'src-key-padding-mask': [[['key-lengths']], [['mask'], ['mask-true', 'ignore']]],
  'padding-mask': [[['key-lengths']], [['mask']]],
  'attn-bias': [[['bias']]],
  'attention-bias': [[['bias']]],
  'position-bias': [[['bias']]],
  'is-causal': [[['causal']]],
  'use-causal-mask': [[['causal']]],
  'softmax-scale': [[['scale']]],
  'sm-scale': [[['scale']]],
  'scale-factor': [[['scale']]],
  scaling: [[['scale']]],
  'sliding-window': [[['window']]],
  'window-size': [[['window']]],
  'local-window-size': [[['window']]],
  'num-heads': [[['heads']]],
  'n-heads': [[['heads']]],
  'n-head': [[['heads']]],
  nhead: [[['heads']]],
  'num-attention-heads': [[['heads']]],
  'q-num-heads': [[['heads']]],
  'num-kv-heads': [[['kv-heads']]],
  'n-kv-heads': [[['kv-heads']]],
  'num-key-value-heads': [[['kv-heads']]],
  'kv-num-heads': [[['kv-heads']]],
  'enable-gqa': [[['kv-heads']]],
  'head-size': [[['head-dim']]],
  'd-head': [[['head-dim']]],
  'key-dim': [[['head-dim']]],
  'embed-dim': [[['dim']]],
  'hidden-size': [[['dim']]],
  'd-model': [[['dim']]],
  'cu-seqlens': [[['documents', 'cu_seqlens:SRC']]],
  'cu-seqlens-q': [[['query-documents', 'cu_seqlens:SRC']]],
  'cu-seqlens-k': [[['key-documents', 'cu_seqlens:SRC']]],
  'segment-ids': [[['documents']]],
  'document-ids': [[['documents']]],
  'q-segment-ids': [[['query-documents']]],
  'kv-segment-ids': [[['key-documents']]],
  'attention-chunk-size': [[['chunk']]],
  'seqlens-k': [[['key-lengths']]],
  'cache-seqlens': [[['key-lengths']]],
  'seq-lengths': [[['key-lengths']]],
  'key-value-seq-lengths': [[['key-lengths']]],
  'query-seq-lengths': [[['query-lengths']]],
  'query-mask': [[['query-lengths']]],
  'seqlens-q': [[['query-lengths']]],
  'seqused-q': [[['query-lengths']]],
  'seqused-k': [[['key-lengths']]],
  'nonpad-kv-seqlen': [[['key-lengths']]],
  'logits-soft-cap': [[['softcap']]],
  'logit-cap': [[['softcap']]],
  'attn-logit-softcapping': [[['softcap']]],
  'alibi-slopes': [[['alibi']]],
  'rope-theta': [[['rope-base']]],
  theta: [[['rope-base']]],
  'rotary-interleaved': [[['rope', 'interleaved']]],
  'learnable-sink': [[['sink']]],
  sinks: [[['sink']]],
  'smooth-softmax': [[['sink', '0']]],
  'add-zero-attn': [[['sink', '0']]],
  query: [[['q']]],
  key: [[['k']]],
  value: [[['v']]],
  values: [[['v']]],
  keys: [[['k']]],
  queries: [[['q']]],
  inputs: [[['x']]],
  embeddings: [[['x']]],
  'encoder-hidden-states': [[['x-kv']]],
  'encoder-output': [[['x-kv']]],
  'cross-attention-states': [[['x-kv']]],
  memory: [[['x-kv']]],
  'w-q': [[['wq']]],
  'w-k': [[['wk']]],
  'w-v': [[['wv']]],
  'w-o': [[['wo']]],
  'past-keys': [[['past-key']]],
  'past-values': [[['past-value']]],
  'k-cache': [[['past-key']]],
  'v-cache': [[['past-value']]],
  'grad-output': [[['grad']]],
  'd-out': [[['grad']]],
  'score-mode': [[['similarity']]],
  framework: [[['like']]],
};

/** What has no counterpart, with the reason. */
const NOWHERE: Readonly<Record<string, NoCounterpart>> = {
  dropout: 'nothing-dropped',
  'dropout-p': 'nothing-dropped',
  'attention-dropout': 'nothing-dropped',
  'need-weights': 'weights-always',
  'average-attn-weights': 'weights-of-heads',
};

/**
 * What a name of another system is here.
 *
 * @returns the ways to say it, each of one or several options; or why there is none; undefined when no system is known to call
 *   anything so
 * @example meaningHere('attn-mask') // => [[['mask']], [['bias']]]
 */
export function meaningHere(name: string): OtherName | undefined {
  const known = name.replace(/^--/, '').replaceAll('_', '-').toLowerCase();
  if (Object.hasOwn(NOWHERE, known)) return NOWHERE[known];
  return Object.hasOwn(NAMES, known) ? NAMES[known] : undefined;
}

/** Every name that is known, for what must not be an option of ours. */
export const OTHER_NAMES: readonly string[] = [...Object.keys(NAMES), ...Object.keys(NOWHERE)];

/** Every option that they stand for. */
export const MEANT: readonly string[] = Object.values(NAMES)
  .flat(2)
  .map(([option]) => option);
