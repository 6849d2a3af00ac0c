/** What a tensor of a layer is for. */
export type Role =
  | 'q'
  | 'k'
  | 'v'
  | 'qkv'
  | 'o'
  | 'q-norm'
  | 'k-norm'
  | 'sinks'
  | 'relative'
  | 'cross-q'
  | 'cross-k'
  | 'cross-v'
  | 'cross-o'
  | 'before-attention'
  | 'before-cross'
  | 'second-norm'
  | 'post-attention'
  | 'attention-branch'
  | 'after-attention'
  | 'before-mlp'
  | 'mlp-branch'
  | 'after-mlp'
  | 'up'
  | 'gate'
  | 'gate-up'
  | 'down'
  | 'router';

const SELF = String.raw`(?:self_attn|self_attention|attn\.attention|attention\.(?:self|attention|output)|attn|attention|layer\.0\.SelfAttention)`;
const CROSS = String.raw`(?:encoder_attn|crossattention\.(?:self|output)|layer\.1\.EncDecAttention)`;
const MLP = String.raw`(?:mlp|ffn|feed_forward|layer\.[12]\.DenseReluDense|block_sparse_moe|mlp\.experts|)`;

const at = (place: string, names: string): RegExp => new RegExp(`^${place}\\.?(?:${names})$`);

/**
 * The names that models give to the parts of a layer, behind the number of the layer and without `.weight`. The first
 * that fits counts.
 */
const NAMES: readonly (readonly [Role, RegExp])[] = [
  ['q', at(SELF, 'q_proj|query|q_lin|q')],
  ['k', at(SELF, 'k_proj|key|k_lin|k')],
  ['v', at(SELF, 'v_proj|value|v_lin|v')],
  ['qkv', at(SELF, 'c_attn|query_key_value|qkv_proj|Wqkv')],
  ['q-norm', at(SELF, 'q_norm|q_layernorm')],
  ['k-norm', at(SELF, 'k_norm|k_layernorm')],
  ['sinks', at(SELF, 'sinks')],
  ['relative', at(SELF, 'relative_attention_bias')],
  ['after-attention', /^(attention\.output\.LayerNorm|attention\.LayerNorm|sa_layer_norm)$/],
  ['o', at(SELF, 'o_proj|out_proj|c_proj|dense|out_lin|Wo|o')],
  ['cross-q', at(CROSS, 'q_proj|query|q')],
  ['cross-k', at(CROSS, 'k_proj|key|k')],
  ['cross-v', at(CROSS, 'v_proj|value|v')],
  ['cross-o', at(CROSS, 'out_proj|dense|o')],
  ['before-cross', /^encoder_attn_layer_norm$/],
  ['second-norm', /^layer\.1\.layer_norm$/], // T5: before cross-attention in a decoder, else before the MLP
  [
    'before-attention',
    /^(ln_1|ln_attn|input_layernorm|self_attn_layer_norm|attn_norm|layernorm_before|layer\.0\.layer_norm)$/,
  ],
  ['attention-branch', /^post_self_attn_layernorm$/],
  ['post-attention', /^post_attention_layernorm$/],
  [
    'before-mlp',
    /^(ln_2|ln_mlp|pre_feedforward_layernorm|final_layer_norm|mlp_norm|layernorm_after|layer\.2\.layer_norm)$/,
  ],
  ['mlp-branch', /^(post_feedforward_layernorm|post_mlp_layernorm)$/],
  ['after-mlp', /^(output\.LayerNorm|output_layer_norm|full_layer_layer_norm)$/],
  ['router', at(MLP, 'router|gate')],
  ['gate-up', at(MLP, 'gate_up_proj|Wi')],
  ['gate', at(MLP, 'gate_proj|wi_0|w1')],
  ['up', at(MLP, 'up_proj|c_fc|fc_in|fc1|dense_h_to_4h|intermediate\\.dense|lin1|ffn|wi|wi_1|w3')],
  ['down', at(MLP, 'down_proj|c_proj|fc_out|fc2|dense_4h_to_h|output\\.dense|lin2|ffn_output|wo|Wo|w2')],
];

/** The tensors of one part. */
export interface Part {
  readonly weight: string;
  readonly bias?: string;
}

/** Parts of a layer by their role; those of expert number e by `e:role`. */
export type Parts = ReadonlyMap<string, Part>;

/**
 * What each tensor of a layer is for, by its name.
 *
 * @param names of all tensors of the layer
 * @param prefix what stands in front of them: `model.layers.3.`
 */
export function partsOf(names: readonly string[], prefix: string): Parts {
  const parts = new Map<string, { weight?: string; bias?: string }>();
  for (const name of names) {
    const { part, kind } = split(name.slice(prefix.length));
    const expert = /^(?:mlp|block_sparse_moe)\.experts\.(\d+)\.(.+)$/.exec(part);
    const plain = expert ? `mlp.${expert[2]}` : part;
    const role = NAMES.find(([, pattern]) => pattern.test(plain))?.[0];
    if (!role) continue;
    const key = expert ? `${expert[1]}:${role}` : role;
    parts.set(key, { ...parts.get(key), [kind]: name });
  }
  return new Map([...parts].flatMap(([key, part]) => (part.weight === undefined ? [] : [[key, part as Part]])));
}

/** `attn.c_attn.weight` → its part and whether it is the bias. Old names of a LayerNorm: gamma and beta. */
export function split(name: string): { part: string; kind: 'weight' | 'bias' } {
  const found = /^(.*)[._](weight|bias|gamma|beta)$/.exec(name);
  if (!found) return { part: name, kind: 'weight' };
  return { part: found[1]!, kind: found[2] === 'bias' || found[2] === 'beta' ? 'bias' : 'weight' };
}
