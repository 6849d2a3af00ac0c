import { entmax15 } from './entmax15.js';
import { hardmax } from './hardmax.js';
import { none } from './none.js';
import { relu } from './relu.js';
import { relu2 } from './relu2.js';
import type { NormalizerRule } from './rule.js';
import { sigmoid } from './sigmoid.js';
import { softmax } from './softmax.js';
import { softmax1 } from './softmax1.js';
import { sparsemax } from './sparsemax.js';
import { stickBreaking } from './stick-breaking.js';
import { sum } from './sum.js';

/** A normalizer is added by its file and its line here. The first is the default. */
const RULES = {
  softmax,
  sigmoid,
  sparsemax,
  hardmax,
  none,
  sum,
  softmax1,
  relu,
  relu2,
  entmax15,
  'stick-breaking': stickBreaking,
} as const satisfies Readonly<Record<string, NormalizerRule>>;

/** In the order of the table. */
export const NORMALIZERS = Object.keys(RULES) as readonly (keyof typeof RULES)[];

/** @example normalizerRule('hardmax').shares // => true */
export function normalizerRule(name: keyof typeof RULES): NormalizerRule {
  return RULES[name];
}
