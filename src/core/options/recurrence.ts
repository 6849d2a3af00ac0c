import { FEATURE_MAPS } from '../feature-map.js';
import { RECURRENCES } from '../recurrence/table.js';
import type { OptionSpec } from './spec.js';

const SHARED = {
  group: 'Mathematics',
  step: 'recur',
  result: 'kept',
  kernel: 'reference',
  check: 'keeps',
} as const;

const OF_RECURRENCE = { ...SHARED, convention: 'recurrence', needs: ['recurrence'] } as const;

/** Attention read from left to right, with a memory of d×d_v numbers. */
export const RECURRENCE_OPTIONS = {
  'feature-map': {
    kind: 'choice',
    choices: FEATURE_MAPS,
    value: 'MAP',
    ...SHARED,
    step: 'map',
    convention: 'feature_map',
  },
  recurrence: { kind: 'choice', choices: RECURRENCES, value: 'NAME', ...SHARED, convention: 'recurrence' },
  /** ln of the decay: a number, (heads), (heads, n), or (heads, n, d) for each feature. */
  'log-decay': { kind: 'cells', rounded: true, value: 'SRC|EXPR', ...OF_RECURRENCE },
  /** How much of a token is written: (heads, n). */
  beta: { kind: 'number-or-tensor', rounded: true, value: 'SRC|N', ...OF_RECURRENCE },
  /** u of RWKV-6: (heads, d). */
  bonus: { kind: 'tensor', rounded: true, value: 'SRC', ...OF_RECURRENCE },
  /** S before the first token: (heads, d, d_v). */
  'initial-state': { kind: 'tensor', rounded: true, value: 'SRC', ...OF_RECURRENCE },
  /** z before the first token: (heads, d). */
  'initial-sum': { kind: 'tensor', rounded: true, value: 'SRC', ...OF_RECURRENCE },
} as const satisfies Readonly<Record<string, OptionSpec>>;
