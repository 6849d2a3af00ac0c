import type { Normalizer } from '../problem.js';
import { hardmax } from './hardmax.js';
import type { NormalizerRule } from './rule.js';
import { sigmoid } from './sigmoid.js';
import { softmax } from './softmax.js';
import { sparsemax } from './sparsemax.js';

const RULES: Readonly<Record<Normalizer, NormalizerRule>> = { softmax, sigmoid, sparsemax, hardmax };

export function normalizerRule(name: Normalizer): NormalizerRule {
  return RULES[name];
}
