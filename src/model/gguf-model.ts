import type { HfConfig } from '../read/index.js';
import { modelConfig, type ModelConfig } from './config.js';
import { openGguf, type GgufValue } from './gguf.js';
import type { Model } from './model.js';
import { tokenizerFrom, type Tokenizer } from './tokenizer.js';
import { partOf, shapeOf, type Weights } from './weights.js';

/** Architectures whose names are others in config.json. */
const TYPES: Readonly<Record<string, string>> = {
  gemma3: 'gemma3_text',
  phi2: 'phi',
  gptneox: 'gpt_neox',
  'gpt-oss': 'gpt_oss',
};

/** Metadata, and the keys of config.json that say the same. */
const KEYS: readonly (readonly [string, string])[] = [
  ['embedding_length', 'hidden_size'],
  ['block_count', 'num_hidden_layers'],
  ['attention.head_count', 'num_attention_heads'],
  ['attention.head_count_kv', 'num_key_value_heads'],
  ['attention.key_length', 'head_dim'],
  ['attention.layer_norm_rms_epsilon', 'rms_norm_eps'],
  ['attention.layer_norm_epsilon', 'layer_norm_epsilon'],
  ['attention.sliding_window', 'sliding_window'],
  ['context_length', 'max_position_embeddings'],
  ['rope.freq_base', 'rope_theta'],
  ['attn_logit_softcapping', 'attn_logit_softcapping'],
  ['final_logit_softcapping', 'final_logit_softcapping'],
  ['logit_scale', 'logit_scale'],
  ['residual_scale', 'residual_multiplier'],
  ['embedding_scale', 'embedding_multiplier'],
  ['attention.scale', 'attention_multiplier'],
];

/** Parts of a layer, and their names in Hugging Face's Llama. */
const PARTS: Readonly<Record<string, string>> = {
  attn_q: 'self_attn.q_proj',
  attn_k: 'self_attn.k_proj',
  attn_v: 'self_attn.v_proj',
  attn_qkv: 'self_attn.qkv_proj',
  attn_output: 'self_attn.o_proj',
  attn_q_norm: 'self_attn.q_norm',
  attn_k_norm: 'self_attn.k_norm',
  attn_sinks: 'self_attn.sinks',
  attn_norm: 'input_layernorm',
  post_attention_norm: 'post_self_attn_layernorm',
  ffn_norm: 'pre_feedforward_layernorm',
  post_ffw_norm: 'post_feedforward_layernorm',
  ffn_gate: 'mlp.gate_proj',
  ffn_up: 'mlp.up_proj',
  ffn_down: 'mlp.down_proj',
};

const OUTSIDE: Readonly<Record<string, string>> = {
  'token_embd.weight': 'model.embed_tokens.weight',
  'position_embd.weight': 'model.embed_positions.weight',
  'output_norm.weight': 'model.norm.weight',
  'output_norm.bias': 'model.norm.bias',
  'output.weight': 'lm_head.weight',
  'output.bias': 'lm_head.bias',
};

/** `blk.3.attn_q.weight` → `model.layers.3.self_attn.q_proj.weight` */
export function ggufName(name: string): string | undefined {
  const found = /^blk\.(\d+)\.(\w+)(?:\.(weight|bias))?$/.exec(name);
  const part = found && PARTS[found[2]!];
  if (part !== null && part !== undefined) return `model.layers.${found![1]}.${part}.${found![3] ?? 'weight'}`;
  return OUTSIDE[name];
}

/**
 * A model in a GGUF file, with the names and the order of Hugging Face's. Its norms have the 1 of Gemma added, its matrices are
 * all (out, in), and the rows of q and k of Llama are permuted, since its RoPE turns neighbours: they are put back.
 *
 * @throws AttnError
 */
export function openGgufModel(path: string): Model & { readonly tokenizer: () => Promise<Tokenizer> } {
  const { metadata, weights } = openGguf(path);
  try {
    const architecture = String(metadata.get('general.architecture') ?? '');
    const keys = KEYS.flatMap(([own, key]): [string, unknown][] => {
      const value = metadata.get(`${architecture}.${own}`);
      return value === undefined ? [] : [[key, typeof value === 'bigint' ? Number(value) : value]];
    });
    const raw: HfConfig = { model_type: TYPES[architecture] ?? architecture, ...Object.fromEntries(keys) };
    const turned = metadata.get(`${architecture}.rope.dimension_count`);
    const given = modelConfig(raw, path);
    const share = typeof turned === 'number' && turned < given.headDim ? turned / given.headDim : undefined;
    const { plusOne: _plusOne, layout: _layout, positionsFrom: _from, ...family } = given.family;
    const config: ModelConfig = {
      ...given,
      family: { ...family, ...(given.type === 'gpt2' && { fused: 'thirds' as const }) },
      all: { ...given.all, ...(share !== undefined && { partial_rotary_factor: share }) },
    };
    return { config, weights: renamed(weights, config, architecture), tokenizer: () => ggufTokenizer(metadata, path) };
  } catch (error) {
    weights.close();
    throw error;
  }
}

function renamed(weights: Weights, config: ModelConfig, architecture: string): Weights {
  const own = new Map(
    weights.names.flatMap((name) => {
      const named = ggufName(name);
      return named === undefined ? [] : [[named, name] as const];
    }),
  );
  const permuted = architecture === 'llama' ? /self_attn\.([qk])_proj\.(weight|bias)$/ : undefined;
  return {
    names: [...own.keys()],
    shape: (name) => {
      const found = own.get(name);
      return found === undefined ? undefined : weights.shape(found);
    },
    read: (name, from, to, into) => {
      const found = own.get(name) ?? name;
      const side = permuted?.exec(name);
      if (!side) return weights.read(found, from, to, into);
      const shape = shapeOf(weights, found);
      const width = shape.length === 1 ? 1 : shape[1]!;
      const rows = shape[0]!;
      const heads = side[1] === 'q' ? config.heads : config.kvHeads;
      const size = rows / heads;
      // Row t of the first half of a head stands at 2t there, of the second half at 2t + 1.
      for (let row = Math.floor(from / width); row * width < to; row++) {
        const inside = row % size;
        const half = size / 2;
        const there = row - inside + (inside < half ? 2 * inside : 2 * (inside - half) + 1);
        const line = partOf(weights, found, there * width, (there + 1) * width);
        const begin = Math.max(from, row * width);
        const end = Math.min(to, (row + 1) * width);
        into.set(line.subarray(begin - row * width, end - row * width), begin - from);
      }
    },
    close: weights.close,
  };
}

const texts = (value: GgufValue | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);

/** The tokenizer that the file carries, as tokenizer.json would have it. */
function ggufTokenizer(metadata: ReadonlyMap<string, GgufValue>, path: string): Promise<Tokenizer> {
  const of = (key: string): GgufValue | undefined => metadata.get(`tokenizer.ggml.${key}`);
  const tokens = texts(of('tokens'));
  const vocab = Object.fromEntries(tokens.map((token, id) => [token, id]));
  const kinds = of('token_type');
  const special = (id: number): boolean => Array.isArray(kinds) && [3, 4].includes(Number(kinds[id]));
  const bos = of('bos_token_id') === undefined ? undefined : Number(of('bos_token_id'));
  const sentencePiece = of('model') === 'llama';
  const begins = bos !== undefined && (of('add_bos_token') ?? sentencePiece) === true ? tokens[bos] : undefined;
  const json = {
    version: '1.0',
    added_tokens: tokens.flatMap((content, id) =>
      special(id)
        ? [{ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }]
        : [],
    ),
    ...(sentencePiece ? sentencePieceParts(of('add_space_prefix') !== false) : byteLevelParts()),
    post_processor:
      begins === undefined
        ? null
        : {
            type: 'TemplateProcessing',
            single: [{ SpecialToken: { id: begins, type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
            pair: [
              { SpecialToken: { id: begins, type_id: 0 } },
              { Sequence: { id: 'A', type_id: 0 } },
              { Sequence: { id: 'B', type_id: 1 } },
            ],
            special_tokens: { [begins]: { id: begins, ids: [bos], tokens: [begins] } },
          },
    model: {
      type: 'BPE',
      unk_token: sentencePiece ? (tokens[Number(of('unknown_token_id') ?? 0)] ?? null) : null,
      fuse_unk: sentencePiece,
      byte_fallback: sentencePiece,
      vocab,
      merges: sentencePiece ? mergesOf(tokens, of('scores'), vocab) : texts(of('merges')),
    },
  };
  return tokenizerFrom(json, {}, path);
}

const byteLevelParts = (): object => ({
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
  decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
});

const sentencePieceParts = (prefix: boolean): object => ({
  normalizer: {
    type: 'Sequence',
    normalizers: [
      ...(prefix ? [{ type: 'Prepend', prepend: '▁' }] : []),
      { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
    ],
  },
  pre_tokenizer: null,
  decoder: {
    type: 'Sequence',
    decoders: [
      { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
      { type: 'ByteFallback' },
      { type: 'Fuse' },
      { type: 'Strip', content: ' ', start: 1, stop: 0 },
    ],
  },
});

/** SentencePiece joins the two pieces whose union scores best: in the order of the scores, that is a list of merges. */
function mergesOf(
  tokens: readonly string[],
  scores: GgufValue | undefined,
  vocab: Readonly<Record<string, number>>,
): string[] {
  const list = Array.isArray(scores) ? scores.map(Number) : [];
  const merges: { pair: string; score: number; left: number }[] = [];
  tokens.forEach((token, id) => {
    const letters = [...token];
    for (let cut = 1; cut < letters.length; cut++) {
      const [left, right] = [letters.slice(0, cut).join(''), letters.slice(cut).join('')];
      if (Object.hasOwn(vocab, left) && Object.hasOwn(vocab, right))
        merges.push({ pair: `${left} ${right}`, score: list[id] ?? -id, left: vocab[left]! });
    }
  });
  return merges.sort((a, b) => b.score - a.score || a.left - b.left).map(({ pair }) => pair);
}
