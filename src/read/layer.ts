import { sizeOf, tensor, type Tensor, transpose } from '../core/index.js';
import type { Document } from './document.js';
import { dataError, usageError } from './facts.js';

/** Values of options by their field, as they were read. */
export type Values = Record<string, unknown>;

const WEIGHTS = ['wq', 'wk', 'wv'] as const;

/**
 * Q, K and V out of one packed tensor. flash_attn_qkvpacked_func takes (batch, length, 3, heads, size); without a batch it is
 * (length, 3, heads, size). What is left without the axis of 3 is read by the layout, `blhd` unless another is given.
 *
 * @throws AttnError when no axis of 3 stands before the last two
 */
export function unpackQkv({ qkv, ...values }: Values): Values {
  if (qkv === undefined) return values;
  const packed = qkv as Tensor;
  const { shape } = packed;
  const at = shape.length - 3;
  if (shape.length < 4 || shape.length > 5 || shape[at] !== 3)
    throw dataError({ code: 'qkv-shape', where: '--qkv', found: shape });
  const outer = sizeOf(shape.slice(0, at));
  const block = sizeOf(shape.slice(at + 1));
  const part = (which: number): Tensor => {
    const data = new Float64Array(outer * block);
    for (let row = 0; row < outer; row++) {
      const from = (row * 3 + which) * block;
      data.set(packed.data.subarray(from, from + block), row * block);
    }
    return tensor([...shape.slice(0, at), ...shape.slice(at + 1)], data, { dtype: packed.dtype });
  };
  return { layout: 'blhd', ...values, q: part(0), k: part(1), v: part(2) };
}

/** Files and entries that hold the weights of a Linear: q_proj.weight, in_proj_weight, anything of a .pt. */
const LINEAR = /(^|[#./_])(q|k|v|o|out|query|key|value)(_proj|_lin)?\.weight$|in_proj_weight$|\.pth?(#|$)/i;

/**
 * The projections as (in, out), which X·W multiplies with. PyTorch's Linear keeps (out, in) and computes X·Wᵀ:
 * https://pytorch.org/docs/stable/generated/torch.nn.Linear.html. What was said wins; else the shapes decide where a W is
 * not square; else the system of `--like`, or a name that says Linear.
 *
 * @param sources what the weights were read from, by their names
 */
export function weightsInOut(
  { weightLayout, ...values }: Values,
  sources: readonly string[],
  note: (text: string) => void,
): Values {
  const { x, xKv = x, wo, wv } = values as Readonly<Record<string, Tensor | undefined>>;
  const given = WEIGHTS.flatMap((name) => {
    const w = values[name];
    return isMatrix(w) ? [{ shape: w.shape, dIn: (name === 'wq' ? x : xKv)?.shape.at(-1) }] : [];
  });
  const only = (rows: 0 | 1): boolean => given.some(({ shape, dIn }) => shape[rows] === dIn && shape[1 - rows] !== dIn);
  const byShape = !x || only(0) === only(1) ? undefined : only(1) ? 'out-in' : 'in-out';
  const named = sources.find((source) => LINEAR.test(source));
  const bySystem = values['like'] === 'torch-mha' ? 'out-in' : undefined;
  const layout = weightLayout ?? byShape ?? bySystem ?? (named !== undefined ? 'out-in' : 'in-out');
  if (layout !== 'out-in' || (given.length === 0 && !wo)) return values;
  if (weightLayout === undefined) {
    const why = byShape ? 'their shapes say so' : bySystem ? '--like torch-mha' : `${named} names a Linear`;
    note(
      `the weights are taken as (out, in), as PyTorch's Linear stores them: ${why}; --weight-layout in-out reads (in, out)`,
    );
  }
  const turned = Object.fromEntries(
    [...WEIGHTS, 'wo'].flatMap((name) => {
      const w = values[name];
      return isMatrix(w) ? [[name, transpose(w)] as const] : [];
    }),
  );
  // W_O whose rows are the joined heads already, and only so, was given as (in, out).
  const width = (turned['wv'] ?? wv)?.shape[1];
  const fits = weightLayout === undefined && wo && wo.shape[0] === width && wo.shape[1] !== width;
  const turnedWeights = Object.keys(turned).filter((name) => name !== 'wo' || !fits);
  return { ...values, ...turned, ...(fits && { wo }), turnedWeights };
}

function isMatrix(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && (value as Tensor).shape?.length === 2;
}

const PARTS = ['q', 'k', 'v'] as const;

/** Keys of a state_dict of nn.MultiheadAttention and of layers with q_proj, k_proj, v_proj, and what they are here. */
const KEYS: Readonly<Record<string, string>> = {
  'q_proj.weight': 'wq',
  'k_proj.weight': 'wk',
  'v_proj.weight': 'wv',
  'out_proj.weight': 'wo',
  'o_proj.weight': 'wo',
  'q_proj.bias': 'bq',
  'k_proj.bias': 'bk',
  'v_proj.bias': 'bv',
  'out_proj.bias': 'bo',
  'o_proj.bias': 'bo',
};

/** Every key that `unpackLayer` knows. */
export const LAYER_KEYS: readonly string[] = ['in_proj_weight', 'in_proj_bias', ...Object.keys(KEYS)];

/**
 * The weights of a layer as PyTorch names and packs them, by our names: `in_proj_weight` (3E, E) and `in_proj_bias` (3E) in three
 * parts, the rows of W_Q first, `out_proj.weight`, … They are (out, in).
 * https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html
 *
 * @throws AttnError when a packed tensor cannot be cut in three
 */
export function unpackLayer(document: Document, name: string): Document {
  if (![...document.tensors.keys()].some((key) => LAYER_KEYS.includes(key))) return document;
  const tensors = new Map<string, Tensor>();
  const put = (key: string, own: string, value: Tensor): void => {
    if (document.tensors.has(own) || tensors.has(own))
      throw usageError({ code: 'layer-name-twice', where: `${name}#${key}`, name: own });
    tensors.set(own, value);
  };
  let weights = false;
  for (const [key, value] of document.tensors) {
    const own = KEYS[key];
    if (key === 'in_proj_weight' || key === 'in_proj_bias') {
      const [rows = 0, ...rest] = value.shape;
      if (rows % 3 !== 0 || rest.length > 1)
        throw dataError({ code: 'in-proj-shape', where: `${name}#${key}`, found: value.shape });
      const size = value.data.length / 3;
      PARTS.forEach((letter, at) =>
        put(
          key,
          `${key.endsWith('bias') ? 'b' : 'w'}${letter}`,
          tensor([rows / 3, ...rest], value.data.slice(at * size, (at + 1) * size), { dtype: value.dtype }),
        ),
      );
      weights ||= key === 'in_proj_weight';
    } else if (own !== undefined) {
      put(key, own, value);
      weights ||= key.endsWith('weight');
    } else tensors.set(key, value);
  }
  const settings = new Map(document.settings);
  if (weights && !settings.has('weight_layout') && !settings.has('weight-layout'))
    settings.set('weight_layout', { value: 'out-in', where: name });
  return { ...document, tensors, settings };
}
