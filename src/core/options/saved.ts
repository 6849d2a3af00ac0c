import type { OptionSpec } from './spec.js';

const SHARED = {
  kind: 'tensor',
  rounded: true,
  value: 'SRC',
  group: 'Input',
  kernel: 'reference',
  check: 'itself',
} as const;

/** What another program computed: attention goes on from there. (L, S), (heads, L, S) or (batch, heads, L, S). */
export const SAVED_OPTIONS = {
  /** Before scale, masks and normalizer; −∞ where a key may not be seen. */
  scores: { ...SHARED, step: 'score', result: 'stage', convention: 'saved' },
  'attention-weights': { ...SHARED, step: 'normalize', result: 'kept', convention: 'saved', excludes: ['scores'] },
} as const satisfies Readonly<Record<string, OptionSpec>>;
