import type { OptionSpec } from './spec.js';

const SHARED = {
  kind: 'tensor',
  rounded: true,
  value: 'SRC',
  group: 'Input',
  step: 'project',
  result: 'kept',
  kernel: 'yes',
  check: 'itself',
  convention: 'latent',
} as const;

/** Multi-head latent attention: keys and values are made of one short vector a token. */
export const LATENT_OPTIONS = {
  /** c, after its norm: (n_k, d_c), a batch in front. */
  latent: { ...SHARED, needs: ['q'], excludes: ['k', 'v', 'x'] },
  /** W_UK: (d_c, heads×d_nope), or (heads, d_c, d_nope). */
  'w-uk': { ...SHARED, needs: ['latent'] },
  'w-uv': { ...SHARED, needs: ['latent'] },
  /** The part of the keys that RoPE turns, one for all heads: (n_k, d_r). */
  'k-rope': { ...SHARED, needs: ['latent'] },
  /** The part of the queries that RoPE turns, laid out as Q. */
  'q-rope': { ...SHARED, needs: ['latent'] },
} as const satisfies Readonly<Record<string, OptionSpec>>;
