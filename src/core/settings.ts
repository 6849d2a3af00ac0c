import { normalizerRule } from './normalizer/normalizer.js';
import { PROBLEM_OPTIONS, type SettledOptions } from './options.js';
import type { Causal, Layout, Like, Problem } from './problem.js';

/** The conventions of a problem with every default filled in: the options that have one, and what only a system settles. */
export interface Settings extends SettledOptions {
  /** A mask with fewer columns than keys: refuse it, or take the missing ones as masked. */
  readonly shortMask: 'refuse' | 'masked';
  /** Masks of three axes are (batch×heads, n_q, n_k) instead of (heads, n_q, n_k). */
  readonly stackedMasks: boolean;
  /** Corner to use for a bare --causal. */
  readonly causalCorner?: Causal;
  /** Layout of tensors of three axes, where the system has another for them. */
  readonly threeAxes?: Layout;
  /** Bottom-right means: against the real keys of each batch item, not the padded length. */
  readonly cornerAtRealKeys: boolean;
}

const SETTLED = PROBLEM_OPTIONS.filter((option) => option.default !== undefined);

const STANDARD: Settings = {
  ...(Object.fromEntries(SETTLED.map((option) => [option.field, option.default])) as unknown as SettledOptions),
  shortMask: 'refuse',
  stackedMasks: false,
  cornerAtRealKeys: false,
};

/**
 * What each system does where it differs from the standard above.
 *
 * - torch: scaled_dot_product_attention, PyTorch ≥ 2.5 (is_causal is top-left; a row that sees nothing gives zeros)
 * - torch-mha: nn.MultiheadAttention (True in a mask means ignore; masks of three axes are (batch×heads, L, S); such a row gives NaN;
 *   three axes are (L, N, E), or (N, L, E) with batch_first: https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html)
 * - onnx: Attention-23 to -25 (causal counts cached keys; short masks are padded; zeros)
 * - jax: jax.nn.dot_product_attention (BTNH, or TNH; top-left; a finite fill value makes such a row uniform)
 * - flash: flash-attn ≥ 2.1 (BLHD; bottom-right against the real lengths; zeros)
 * - keras: keras.ops.dot_product_attention (BLHD; top-left; uniform)
 */
const LIKE: Readonly<Record<Like, Partial<Settings>>> = {
  torch: { causalCorner: 'top-left' },
  'torch-mha': { causalCorner: 'top-left', maskTrue: 'ignore', stackedMasks: true, emptyRows: 'nan', threeAxes: 'lbe' },
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
  const own = SETTLED.flatMap(({ field }) => (problem[field] === undefined ? [] : [[field, problem[field]] as const]));
  const ofSystem = problem.like && LIKE[problem.like];
  const settings: Settings = { ...STANDARD, ...ofSystem, ...Object.fromEntries(own) };
  const settled = emptyRowsAre0(settings) ? ({ ...settings, emptyRows: 'zero' } as const) : settings;
  const { q = problem.x, batchFirst } = problem;
  if (!settled.threeAxes || problem.layout !== undefined || q?.shape.length !== 3) return settled;
  return { ...settled, layout: batchFirst ? 'ble' : settled.threeAxes };
}

/** Where a row does not add up to 1, a row that sees no key is 0 like all that is not seen. */
function emptyRowsAre0({ normalizer, normalizeOver }: Settings): boolean {
  if (normalizeOver === 'queries-then-keys') return false;
  return normalizeOver === 'queries' || normalizerRule(normalizer).emptyRow === 'zero';
}
