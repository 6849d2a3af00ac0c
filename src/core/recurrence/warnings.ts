import type { Warning } from '../trace-facts.js';
import { dot } from './algebra.js';
import type { Head, RecurrenceRule } from './rule.js';

/** What makes the memory of a head grow from token to token; the first token of each kind is named. */
export function growthWarnings(rule: RecurrenceRule, head: Head, h: number): Warning[] {
  const { n, d, token, logDecay } = head;
  const warnings: Warning[] = [];
  const place = (t: number) => ({ token: t + 1, head: h + 1 });
  for (let t = 0; t < n; t++) {
    const m = Array.from({ length: d }, (_, at) => at).find((at) => logDecay.at(t, at) > 0);
    if (m === undefined) continue;
    warnings.push({ code: 'decay-grows', ...place(t), found: logDecay.at(t, m) });
    break;
  }
  if (!rule.corrects) return warnings;
  for (let t = 0; t < n; t++) {
    const { k, beta } = token(t);
    const factor = Math.abs(1 - beta * dot(k, k));
    if (factor <= 1 + 1e-9) continue;
    warnings.push({ code: 'delta-grows', ...place(t), found: factor });
    break;
  }
  return warnings;
}
