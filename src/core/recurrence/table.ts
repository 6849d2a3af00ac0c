import { delta } from './delta.js';
import { gatedDelta } from './gated-delta.js';
import { gla } from './gla.js';
import { linear } from './linear.js';
import { mamba2 } from './mamba2.js';
import { retention } from './retention.js';
import type { RecurrenceRule } from './rule.js';
import { rwkv6 } from './rwkv6.js';

const RULES = {
  linear,
  retention,
  gla,
  mamba2,
  delta,
  'gated-delta': gatedDelta,
  rwkv6,
} as const satisfies Readonly<Record<string, RecurrenceRule>>;

export type Recurrence = keyof typeof RULES;

/** As the flag takes them. */
export const RECURRENCES = [
  'linear',
  'retention',
  'gla',
  'mamba2',
  'delta',
  'gated-delta',
  'rwkv6',
] as const satisfies readonly Recurrence[];

export function recurrenceRule(name: Recurrence): RecurrenceRule {
  return RULES[name];
}
