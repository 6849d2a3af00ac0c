import { log } from '../elementary.js';
import { additive } from './additive.js';
import type { RecurrenceRule } from './rule.js';

/** Retention, Sun et al. 2023, "Retentive Network" (arXiv 2307.08621), eq. 6: each head fades at a rate of its own. */
export const retention: RecurrenceRule = {
  ...additive,
  decay: 'default',
  takesBeta: true,
  featureMap: 'identity',
  normalizer: 'none',
  defaultDecay: (h) => log(1 - halved(5 + h)),
};

/** 2^(−times) */
function halved(times: number): number {
  let power = 1;
  for (let at = 0; at < times; at++) power /= 2;
  return power;
}
