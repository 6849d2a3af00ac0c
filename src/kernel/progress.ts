import { UNIT_ROWS } from './layout.js';
import type { Prepared } from './prepare.js';

/**
 * Which share of all work the first units are: `shares[taken]`, from 0 to 1. Under a causal mask or a window units differ in
 * length, and the longest come first (assembly/index.ts); a unit counts as many keys as the query in its middle may reach.
 */
export function shares({ problem, arranged: { sizes }, alignment }: Prepared): Float64Array {
  const { batch, heads, nQ, nK } = sizes;
  const [before, after] = (problem.window ?? [-1, -1]).map((reach) => (reach < 0 ? Infinity : reach)) as [number, number];
  const headUnits = Math.ceil(nQ / UNIT_ROWS);
  const sums = new Float64Array(batch * heads * headUnits + 1);
  for (let unit = 0; unit < sums.length - 1; unit++) {
    const b = Math.floor(unit / headUnits / heads);
    const i = (headUnits - 1 - (unit % headUnits)) * UNIT_ROWS + UNIT_ROWS / 2;
    const here = i + alignment.position[b]!;
    const last = Math.min(nK - 1, (alignment.lengths?.[b] ?? nK) - 1, i + (alignment.causal?.offset[b] ?? Infinity), here + after);
    const keys = Math.max(0, last - Math.max(0, here - before) + 1);
    sums[unit + 1] = sums[unit]! + keys + 1;
  }
  const all = sums.at(-1)!;
  return sums.map((sum) => sum / all);
}
