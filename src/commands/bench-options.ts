import type { FlagTable } from './flag-spec.js';
import { AS_JSON } from './learn-options.js';

/** The shortest sequence that is measured. */
export const SHORTEST = 256;

/** The flags of `attn bench`. */
export const BENCH_FLAGS = {
  longest: {
    kind: 'whole',
    least: SHORTEST,
    most: 2 ** 17,
    default: 4096,
    value: 'N',
    group: 'Input',
  },
  heads: { kind: 'whole', least: 1, most: 1024, default: 8, value: 'N', group: 'Input' },
  dim: {
    kind: 'whole',
    least: 1,
    most: 512,
    default: 64,
    value: 'N',
    group: 'Input',
  },
  threads: {
    kind: 'whole',
    least: 1,
    most: 1024,
    value: 'N',
    group: 'Input',
  },
  rounds: {
    kind: 'whole',
    least: 1,
    most: 1000,
    default: 3,
    value: 'N',
    group: 'Input',
  },
  ...AS_JSON,
} as const satisfies FlagTable;
