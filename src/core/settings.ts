import type { Causal, EmptyRows, FloatType, Layout, Like, Normalizer, Problem, Similarity } from './problem.js';

/** The conventions of a problem with every default filled in. */
export interface Settings {
  readonly layout: Layout;
  readonly maskTrue: 'attend' | 'ignore';
  /** A mask with fewer columns than keys: refuse it, or take the missing ones as masked. */
  readonly shortMask: 'refuse' | 'masked';
  /** Masks of three axes are (batch×heads, n_q, n_k) instead of (heads, n_q, n_k). */
  readonly stackedMasks: boolean;
  readonly emptyRows: EmptyRows;
  /** Corner to use for a bare --causal. */
  readonly causalCorner?: Causal;
  /** Bottom-right means: against the real keys of each batch item, not the padded length. */
  readonly cornerAtRealKeys: boolean;
  readonly similarity: Similarity;
  readonly normalizer: Normalizer;
  readonly temperature: number;
  readonly ropeBase: number;
  readonly dtype: FloatType;
}

const STANDARD: Settings = {
  layout: 'bhld',
  maskTrue: 'attend',
  shortMask: 'refuse',
  stackedMasks: false,
  emptyRows: 'zero',
  cornerAtRealKeys: false,
  similarity: 'dot',
  normalizer: 'softmax',
  temperature: 1,
  ropeBase: 10000,
  dtype: 'float64',
};

/**
 * What each system does where it differs from the standard above.
 *
 * - torch: scaled_dot_product_attention, PyTorch ≥ 2.5 (is_causal is top-left; a row that sees nothing gives zeros)
 * - torch-mha: nn.MultiheadAttention (True in a mask means ignore; masks of three axes are (batch×heads, L, S); such a row gives NaN)
 * - onnx: Attention-23 to -25 (causal counts cached keys; short masks are padded; zeros)
 * - jax: jax.nn.dot_product_attention (BTNH; top-left; a finite fill value makes such a row uniform)
 * - flash: flash-attn ≥ 2.1 (BLHD; bottom-right against the real lengths; zeros)
 * - keras: keras.ops.dot_product_attention (BLHD; top-left; uniform)
 */
const LIKE: Readonly<Record<Like, Partial<Settings>>> = {
  torch: { causalCorner: 'top-left' },
  'torch-mha': { causalCorner: 'top-left', maskTrue: 'ignore', stackedMasks: true, emptyRows: 'nan' },
  onnx: { causalCorner: 'offset', shortMask: 'masked' },
  jax: { causalCorner: 'top-left', emptyRows: 'uniform', layout: 'blhd' },
  flash: { causalCorner: 'bottom-right', cornerAtRealKeys: true, layout: 'blhd' },
  keras: { causalCorner: 'top-left', emptyRows: 'uniform', layout: 'blhd' },
};

/**
 * The standard, then the system of `--like`, then what the user said himself.
 *
 * @example settle({ like: 'torch-mha', emptyRows: 'zero' }).maskTrue // => 'ignore'
 */
export function settle(problem: Problem): Settings {
  const own: Partial<Settings> = {
    ...(problem.layout && { layout: problem.layout }),
    ...(problem.maskTrue && { maskTrue: problem.maskTrue }),
    ...(problem.emptyRows && { emptyRows: problem.emptyRows }),
    ...(problem.similarity && { similarity: problem.similarity }),
    ...(problem.normalizer && { normalizer: problem.normalizer }),
    ...(problem.temperature !== undefined && { temperature: problem.temperature }),
    ...(problem.ropeBase !== undefined && { ropeBase: problem.ropeBase }),
    ...(problem.dtype && { dtype: problem.dtype }),
  };
  return { ...STANDARD, ...(problem.like && LIKE[problem.like]), ...own };
}
