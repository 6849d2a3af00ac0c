import { tanh } from '../core/index.js';
import { numberIn, type ModelConfig } from './config.js';
import { tokenTable, withBias } from './embedding.js';
import { linearOf, normOf } from './layer.js';
import type { Model } from './model.js';
import { apply, type Linear } from './linear.js';
import { activation } from './mlp.js';
import { normed, type Norm } from './norm.js';
import type { Rows } from './rows.js';
import { outside } from './scope.js';
import { stacksOf } from './stack.js';
import { shapeOf, type Weights } from './weights.js';

const MATRIX =
  /^(?:language_model\.)?(?:lm_head|embed_out|proj_out|lm_head\.decoder|cls\.predictions\.decoder|predictions\.decoder|vocab_projector|decoder|generator_lm_head)\.weight$/;
const BIAS =
  /^(?:lm_head\.bias|lm_head\.decoder\.bias|cls\.predictions\.(?:decoder\.)?bias|predictions\.(?:decoder\.)?bias|vocab_projector\.bias|decoder\.bias|generator_lm_head\.bias)$/;
const TRANSFORM =
  /^(?:cls\.predictions\.transform\.dense|predictions\.dense|vocab_transform|lm_head\.dense|head\.dense|generator_predictions\.dense)\.weight$/;
const TRANSFORM_NORM =
  /^(?:cls\.predictions\.transform\.LayerNorm|predictions\.LayerNorm|vocab_layer_norm|lm_head\.layer_norm|head\.norm|generator_predictions\.LayerNorm)\.(?:weight|gamma)$/;
const FINAL_NORM = /^(?:ln_f|final_layer_norm|norm|final_layernorm|final_norm|layernorm|layer_norm)\.(?:weight|gamma)$/;
const PROJECT_OUT = /^project_out\.weight$/;

/** The norm behind the last layer, where there is one. */
export function finalNorm(weights: Weights, config: ModelConfig, root: string): Norm | undefined {
  const name = outside(weights, root, FINAL_NORM);
  return name === undefined ? undefined : normOf(weights, config, withBias(weights, name));
}

/** Does the model say how likely each token of its vocabulary is? An encoder without a head for it does not. */
export function hasLogits({ weights, config }: Model): boolean {
  const { kind } = config.family;
  if (kind === 'image') return false;
  return kind !== 'encoder' || weights.names.some((name) => TRANSFORM.test(name));
}

/**
 * The logit of every token of the vocabulary, one row for each row of `x`.
 *
 * @param x what comes out of the last layer, normed
 */
export function logits({ weights, config }: Model, x: Rows): Rows {
  const { encoder, decoder } = stacksOf(weights, config);
  const { root } = (decoder ?? encoder)!;
  const { all } = config;
  const find = (pattern: RegExp): string | undefined => outside(weights, '', pattern);
  const transform = find(TRANSFORM);
  let h = x;
  if (transform !== undefined) {
    const [outputs = 0] = shapeOf(weights, transform);
    h = apply(weights, linearOf(weights, withBias(weights, transform), 'out-in', h.columns, outputs), h);
    const f = activation(String(all['classifier_activation'] ?? config.activation));
    h = { ...h, data: h.data.map(f) };
    const norm = find(TRANSFORM_NORM);
    if (norm !== undefined) h = normed(h, normOf(weights, config, withBias(weights, norm)));
  }
  const out = outside(weights, root, PROJECT_OUT);
  if (out !== undefined) {
    const [outputs = 0] = shapeOf(weights, out);
    h = apply(weights, linearOf(weights, { weight: out }, 'out-in', h.columns, outputs), h);
  }
  const own = find(MATRIX);
  const name = own ?? tokenTable(weights, root);
  const [vocabulary = 0] = shapeOf(weights, name);
  const bias = find(BIAS);
  const linear: Linear = linearOf(
    weights,
    { weight: name, ...(bias !== undefined && { bias }) },
    'out-in',
    h.columns,
    vocabulary,
  );
  const y = apply(weights, linear, h);
  const scaled = config.type === 't5' && all['tie_word_embeddings'] !== false ? config.size ** -0.5 : 1;
  const factor = (scaled * (numberIn(all, 'logit_scale') ?? 1)) / (numberIn(all, 'logits_scaling') ?? 1);
  const cap = numberIn(all, 'final_logit_softcapping');
  if (factor === 1 && cap === undefined) return y;
  return {
    ...y,
    data: y.data.map((value) => (cap === undefined ? value * factor : cap * tanh((value * factor) / cap))),
  };
}
