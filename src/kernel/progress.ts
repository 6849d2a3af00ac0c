import { KEYS, UNIT_ROWS } from './layout.js';
import type { Prepared } from './prepare.js';

/**
 * Which share of all work the first units are: `shares[taken]`, from 0 to 1. Under a causal mask or a window units differ in
 * length, and the longest come first (assembly/index.ts); a unit counts as many keys as the query in its middle may reach.
 * The backward pass computes 3 products for ∂L/∂Q and 4 for ∂L/∂K and ∂L/∂V, the forward pass 2.
 */
export function shares(prepared: Prepared, weights = false): Float64Array {
  const forward = sumsOfQueries(prepared);
  if (weights) return twice(forward);
  if (!prepared.problem.grad) return forward.map((sum) => sum / forward.at(-1)!);
  const back = sumsOfKeys(prepared);
  const [queries, keys, units] = [forward.at(-1)!, back.at(-1)!, forward.length - 1];
  const sums = new Float64Array(2 * units + back.length);
  forward.forEach((sum, unit) => {
    sums[unit] = 2 * sum;
  });
  forward.forEach((sum, unit) => {
    sums[units + unit] = 2 * queries + 3 * sum;
  });
  back.forEach((sum, unit) => {
    sums[2 * units + unit] = 5 * queries + 4 * sum;
  });
  return sums.map((sum) => sum / (5 * queries + 4 * keys));
}

/** The cumulative sums of the same units computed twice, as shares. */
function twice(sums: Float64Array): Float64Array {
  const half = sums.at(-1)!;
  return Float64Array.from(
    { length: 2 * sums.length - 1 },
    (_, unit) => (unit < sums.length ? sums[unit]! : half + sums[unit - sums.length + 1]!) / (2 * half),
  );
}

/** Units of keys; each counts the queries that may reach the key in its middle, in every head of the group. */
function sumsOfKeys({ problem, arranged: { sizes }, alignment, keys: { shape } }: Prepared): Float64Array {
  const { batch, heads, nQ, nK } = sizes;
  const [before, after] = (problem.window ?? [-1, -1]).map((reach) => (reach < 0 ? Infinity : reach)) as [
    number,
    number,
  ];
  const tiles = Math.ceil(nK / KEYS);
  const keyHeads = shape[1]!;
  const sums = new Float64Array(batch * keyHeads * tiles + 1);
  for (let unit = 0; unit < sums.length - 1; unit++) {
    const b = Math.floor(unit / tiles / keyHeads);
    const j = (unit % tiles) * KEYS + KEYS / 2;
    const here = j - alignment.position[b]!;
    const first = Math.max(0, j - (alignment.causal?.offset[b] ?? Infinity), here - after);
    const last = Math.min(nQ - 1, here + before);
    const queries = j < (alignment.lengths?.[b] ?? nK) ? Math.max(0, last - first + 1) : 0;
    sums[unit + 1] = sums[unit]! + (queries * heads * KEYS) / keyHeads / UNIT_ROWS + 1;
  }
  return sums;
}

function sumsOfQueries({ problem, arranged: { sizes }, alignment, spans }: Prepared): Float64Array {
  const { batch, heads, nQ, nK } = sizes;
  const [before, after] = (problem.window ?? [-1, -1]).map((reach) => (reach < 0 ? Infinity : reach)) as [
    number,
    number,
  ];
  const headUnits = Math.ceil(nQ / UNIT_ROWS);
  const sums = new Float64Array(batch * heads * headUnits + 1);
  for (let unit = 0; unit < sums.length - 1; unit++) {
    const b = Math.floor(unit / headUnits / heads);
    const i = (headUnits - 1 - (unit % headUnits)) * UNIT_ROWS + UNIT_ROWS / 2;
    const here = i + alignment.position[b]!;
    const last = Math.min(
      nK - 1,
      (alignment.lengths?.[b] ?? nK) - 1,
      i + (alignment.causal?.offset[b] ?? Infinity),
      here + after,
    );
    const [from, to] =
      spans && spans !== 'scattered' && i < nQ
        ? spans.subarray((b * nQ + i) * 2, (b * nQ + i) * 2 + 2)
        : ([0, nK - 1] as const);
    const keys = Math.max(0, Math.min(last, to!) - Math.max(0, here - before, from!) + 1);
    sums[unit + 1] = sums[unit]! + keys + 1;
  }
  return sums;
}
