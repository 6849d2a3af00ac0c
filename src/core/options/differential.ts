import type { OptionSpec } from './spec.js';

const SHARED = {
  group: 'Mathematics',
  step: 'difference',
  result: 'kept',
  kernel: 'reference',
  check: 'keeps',
  convention: 'differential',
} as const;

/** The difference of two maps. The flag itself may name all of it: `--differential 0.45,init=0.2,norm=rms,pairs=halves`. */
export const DIFFERENTIAL_OPTIONS = {
  /** λ: one for all, (pairs), (pairs, n_q), a batch in front. */
  differential: { kind: 'number-or-tensor', rounded: true, value: 'LAMBDA', ...SHARED },
  /** λ₀: each head's output is multiplied by 1 − λ₀. */
  'differential-init': { kind: 'number', value: 'L', ...SHARED, needs: ['differential'] },
  'differential-norm': {
    kind: 'choice',
    choices: ['rms', 'none'],
    value: 'N',
    ...SHARED,
    needs: ['differential'],
  },
  /** The gain of that norm: one number a feature. */
  'differential-gain': { kind: 'tensor', rounded: true, value: 'SRC', ...SHARED, needs: ['differential'] },
  /** Which two heads make a pair: neighbours, or head g and head g + half of them. */
  'differential-pairs': {
    kind: 'choice',
    choices: ['adjacent', 'halves'],
    value: 'P',
    ...SHARED,
    needs: ['differential'],
  },
} as const satisfies Readonly<Record<string, OptionSpec>>;
