/** Runs of indices, both ends inclusive: [[64, 76], [80, 80]]. */
export type Ranges = readonly (readonly [first: number, last: number])[];

/** A set of indices in the fewest words that are exact. */
export interface IndexSet {
  readonly ranges: Ranges;
  /** `64–76`, `5`, `i mod 16 < 15`; empty where it is all of them. */
  readonly text: string;
  readonly count: number;
  /** The period, where the set repeats. */
  readonly period?: number;
}

/** @example rangesOf([1, 2, 3, 7]) // => [[1, 3], [7, 7]] */
export function rangesOf(indices: readonly number[]): Ranges {
  const ranges: [number, number][] = [];
  for (const i of indices) {
    const last = ranges.at(-1);
    if (last?.[1] === i - 1) last[1] = i;
    else ranges.push([i, i]);
  }
  return ranges;
}

/** @example rangesText([[1, 3], [7, 7]]) // => '1–3, 7' */
export function rangesText(ranges: Ranges): string {
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(', ');
}

/** More runs than this are said by their period, or by how many they are. */
const FEW = 4;

/**
 * Which of n indices these are.
 *
 * @param indices ascending
 * @param letter what an index is called
 * @example indexSet([0, 1, 2, 4, 5, 6], 8, 'i').text // => '0–2, 4–6'
 * @example indexSet([0, 4, 8, 12, 16], 20, 'i').text // => 'i mod 4 = 0'
 */
export function indexSet(indices: readonly number[], n: number, letter: string): IndexSet {
  const ranges = rangesOf(indices);
  const count = indices.length;
  if (count === n) return { ranges, text: '', count };
  if (ranges.length < 3) return { ranges, text: rangesText(ranges), count };
  const period = periodOf(indices, n);
  if (period !== undefined) {
    const inside = rangesOf(indices.filter((i) => i < period));
    return { ranges, count, period, text: periodText(inside, period, letter) };
  }
  if (ranges.length <= FEW) return { ranges, text: rangesText(ranges), count };
  const from = indices[0]!;
  const later =
    from > 0
      ? periodOf(
          indices.map((i) => i - from),
          n - from,
        )
      : undefined;
  if (later !== undefined && later <= n / 3) {
    const inside = rangesOf([...new Set(indices.map((i) => i % later))].sort((a, b) => a - b));
    return { ranges, count, period: later, text: `${periodText(inside, later, letter)}, from ${from} on` };
  }
  return { ranges, count, text: `${rangesText(ranges.slice(0, FEW))}, … (${count} of ${n})` };
}

function periodText(inside: Ranges, period: number, letter: string): string {
  const [only] = inside;
  if (inside.length === 1 && only) {
    const [first, last] = only;
    if (first === last) return `${letter} mod ${period} = ${first}`;
    if (first === 0) return `${letter} mod ${period} < ${last + 1}`;
    if (last === period - 1) return `${letter} mod ${period} ≥ ${first}`;
  }
  return `${letter} mod ${period} in ${rangesText(inside)}`;
}

/** The smallest period of a set that repeats at least twice; powers of two are no better than others. */
function periodOf(indices: readonly number[], n: number): number | undefined {
  const has = new Uint8Array(n);
  for (const i of indices) has[i] = 1;
  for (let period = 2; period <= n / 2; period++) {
    let holds = true;
    for (let i = period; i < n && holds; i++) holds = has[i] === has[i - period];
    if (holds) return period;
  }
  return undefined;
}
