/** How the value of an option is to be read, from a flag as well as from a bundle or a config. */
export type OptionKind =
  | { readonly kind: 'tensor' }
  | { readonly kind: 'cells' } // tensor or expression over i, j, …
  | { readonly kind: 'score' }
  | { readonly kind: 'scale' }
  | { readonly kind: 'number'; readonly whole?: boolean; readonly least?: number; readonly above?: number }
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly bare?: string | true }
  | { readonly kind: 'number-or-tensor' }
  | { readonly kind: 'switch-or-tensor' }
  | { readonly kind: 'reach' } // L,R
  | { readonly kind: 'tokens' }
  | { readonly kind: 'text' };

export type OptionGroup = 'Input' | 'Sentence' | 'Mathematics';

/** One thing that can be asked: the same name is a flag (`--kv-heads`), a key of a bundle (`kv_heads`) and of a config. */
export type AskOption = OptionKind & {
  readonly name: string;
  readonly group: OptionGroup;
  /** As the help shows the value: `SRC`, `C`; in brackets when it may be left out. */
  readonly value: string;
  readonly help: string;
};

/** Everything a problem can be asked with. Help, flags, bundles, configs and completion are all made from this table. */
export const ASK_OPTIONS: readonly AskOption[] = [
  {
    name: 'q',
    group: 'Input',
    kind: 'tensor',
    value: 'SRC',
    help: 'queries: (length, size) to (batch, heads, length, size)',
  },
  { name: 'k', group: 'Input', kind: 'tensor', value: 'SRC', help: 'keys (default: the queries)' },
  { name: 'v', group: 'Input', kind: 'tensor', value: 'SRC', help: 'values (default: the keys)' },
  { name: 'x', group: 'Input', kind: 'tensor', value: 'SRC', help: 'embeddings: Q = X·W_Q, K = X·W_K, V = X·W_V' },
  { name: 'wq', group: 'Input', kind: 'tensor', value: 'SRC', help: 'W_Q, (d_model, heads×d_k)' },
  { name: 'wk', group: 'Input', kind: 'tensor', value: 'SRC', help: 'W_K' },
  { name: 'wv', group: 'Input', kind: 'tensor', value: 'SRC', help: 'W_V' },
  { name: 'wo', group: 'Input', kind: 'tensor', value: 'SRC', help: 'W_O, applied to the joined heads' },
  { name: 'past-key', group: 'Input', kind: 'tensor', value: 'SRC', help: 'cached keys, put in front of K' },
  { name: 'past-value', group: 'Input', kind: 'tensor', value: 'SRC', help: 'cached values, put in front of V' },
  {
    name: 'heads',
    group: 'Input',
    kind: 'number',
    whole: true,
    least: 1,
    value: 'N',
    help: 'heads side by side in the last axis',
  },
  {
    name: 'kv-heads',
    group: 'Input',
    kind: 'number',
    whole: true,
    least: 1,
    value: 'N',
    help: 'fewer key/value heads (grouped queries)',
  },
  {
    name: 'layout',
    group: 'Input',
    kind: 'choice',
    choices: ['bhld', 'blhd'],
    value: 'L',
    help: 'axes of 4-D tensors: bhld or blhd (bhld)',
  },
  {
    name: 'tokens',
    group: 'Input',
    kind: 'tokens',
    value: 'TEXT',
    help: 'names of the rows: "the cat sat" or a JSON list',
  },
  { name: 'query-tokens', group: 'Input', kind: 'tokens', value: 'TEXT', help: 'names of the queries alone' },
  { name: 'key-tokens', group: 'Input', kind: 'tokens', value: 'TEXT', help: 'names of the keys alone' },

  { name: 'sentence', group: 'Sentence', kind: 'text', value: 'TEXT', help: 'words instead of numbers' },
  { name: 'dim', group: 'Sentence', kind: 'number', whole: true, least: 1, value: 'N', help: 'numbers per word (8)' },
  {
    name: 'head-dim',
    group: 'Sentence',
    kind: 'number',
    whole: true,
    least: 1,
    value: 'N',
    help: 'numbers per head, by random projections (dim/heads)',
  },
  { name: 'seed', group: 'Sentence', kind: 'number', whole: true, value: 'N', help: 'seed of the random numbers (42)' },
  {
    name: 'embedding',
    group: 'Sentence',
    kind: 'choice',
    choices: ['random', 'one-hot', 'hash'],
    value: 'E',
    help: 'random, one-hot or hash (random)',
  },
  {
    name: 'position',
    group: 'Sentence',
    kind: 'choice',
    choices: ['none', 'sinusoidal'],
    value: 'P',
    help: 'none or sinusoidal (none)',
  },

  { name: 'scale', group: 'Mathematics', kind: 'scale', value: 'EXPR', help: 'factor on QKᵀ (1/sqrt(d_k))' },
  {
    name: 'causal',
    group: 'Mathematics',
    kind: 'choice',
    choices: ['top-left', 'bottom-right', 'offset'],
    bare: true,
    value: '[CORNER]',
    help: 'no looking ahead: top-left, bottom-right or offset',
  },
  {
    name: 'mask',
    group: 'Mathematics',
    kind: 'cells',
    value: 'SRC|EXPR',
    help: "who may attend: 0/1, or 'j <= i and i - j < 3'",
  },
  {
    name: 'mask-true',
    group: 'Mathematics',
    kind: 'choice',
    choices: ['attend', 'ignore'],
    value: 'M',
    help: 'what a 1 in the mask means: attend or ignore (attend)',
  },
  { name: 'bias', group: 'Mathematics', kind: 'cells', value: 'SRC|EXPR', help: 'added to the scaled scores' },
  {
    name: 'key-lengths',
    group: 'Mathematics',
    kind: 'tensor',
    value: 'SRC',
    help: 'real keys per batch item; the rest is padding',
  },
  {
    name: 'window',
    group: 'Mathematics',
    kind: 'reach',
    value: 'L,R',
    help: 'keys up to L before and R after; -1: no limit',
  },
  { name: 'softcap', group: 'Mathematics', kind: 'number', least: 0, value: 'C', help: 'C·tanh(s/C), before the mask' },
  {
    name: 'alibi',
    group: 'Mathematics',
    kind: 'switch-or-tensor',
    value: '[SRC]',
    help: 'bias −slope·distance; slopes by the rule, or SRC',
  },
  {
    name: 'rope',
    group: 'Mathematics',
    kind: 'choice',
    choices: ['half', 'interleaved'],
    bare: 'half',
    value: '[STYLE]',
    help: 'turn q and k by position: half, interleaved (half)',
  },
  { name: 'rope-base', group: 'Mathematics', kind: 'number', above: 0, value: 'N', help: 'base of its angles (10000)' },
  {
    name: 'sink',
    group: 'Mathematics',
    kind: 'number-or-tensor',
    value: 'SRC|N',
    help: 'logit per head that joins the denominator only',
  },
  {
    name: 'score-mod',
    group: 'Mathematics',
    kind: 'score',
    value: 'EXPR',
    help: "any change of the score: 's - 0.1*abs(i-j)'",
  },
  {
    name: 'similarity',
    group: 'Mathematics',
    kind: 'choice',
    choices: ['dot', 'cosine', 'additive', 'general'],
    value: 'S',
    help: 'dot, cosine, additive or general (dot)',
  },
  { name: 'w-score', group: 'Mathematics', kind: 'tensor', value: 'SRC', help: 'W of additive and general similarity' },
  { name: 'v-score', group: 'Mathematics', kind: 'tensor', value: 'SRC', help: 'v of additive similarity' },
  {
    name: 'normalizer',
    group: 'Mathematics',
    kind: 'choice',
    choices: ['softmax', 'sigmoid', 'sparsemax', 'hardmax'],
    value: 'N',
    help: 'softmax, sigmoid, sparsemax or hardmax (softmax)',
  },
  {
    name: 'temperature',
    group: 'Mathematics',
    kind: 'number',
    above: 0,
    value: 'T',
    help: 'scores are divided by T before the softmax (1)',
  },
  {
    name: 'empty-rows',
    group: 'Mathematics',
    kind: 'choice',
    choices: ['zero', 'nan', 'uniform'],
    value: 'E',
    help: 'a query without keys: zero, nan or uniform (zero)',
  },
  {
    name: 'like',
    group: 'Mathematics',
    kind: 'choice',
    choices: ['torch', 'torch-mha', 'onnx', 'jax', 'flash', 'keras'],
    value: 'SYSTEM',
    help: 'as torch, torch-mha, onnx, jax, flash or keras do',
  },
  {
    name: 'dtype',
    group: 'Mathematics',
    kind: 'choice',
    choices: ['float64', 'float32', 'float16', 'bfloat16'],
    value: 'D',
    help: 'round every stage: float64, float32, float16, bfloat16',
  },
  { name: 'grad', group: 'Mathematics', kind: 'tensor', value: 'SRC', help: 'dO; adds grad_q, grad_k, grad_v' },
];

/** The option that a flag or a key names; `kv_heads` and `kv-heads` are one. */
export function askOption(name: string): AskOption | undefined {
  return BY_NAME.get(name.replaceAll('_', '-'));
}

const BY_NAME: ReadonlyMap<string, AskOption> = new Map(ASK_OPTIONS.map((option) => [option.name, option]));

/** `kv-heads` → `kvHeads`: the name in a Problem. */
export function fieldName(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
