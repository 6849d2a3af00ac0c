import type { Tensor } from '../core/index.js';

/** What a head does with a text: where most of its weight goes. */
export type HeadKind = 'previous' | 'first' | 'same' | 'next' | 'induction' | 'spread' | 'mixed';

export const HEAD_KINDS: readonly HeadKind[] = ['previous', 'first', 'same', 'next', 'induction', 'spread', 'mixed'];

/** One head of the map. */
export interface HeadSummary {
  /** From 0, both. */
  readonly layer: number;
  readonly head: number;
  readonly does: HeadKind;
  /** The mean share of the weight of a query that this is. */
  readonly share: number;
  readonly shares: Readonly<Record<Exclude<HeadKind, 'mixed'>, number>>;
}

/** From so much of the weight on, it is what the head does. */
const ENOUGH = 0.4;
const SPREAD = 0.8;

/**
 * What each head of a layer does, by the mean weight of its queries on the token before, the first token, the token itself, the
 * token behind, and what stood behind the same token earlier (induction: Olsson et al. 2022); `spread` is the entropy of the
 * weights as a part of what it could be. The first query counts for nothing: it sees one token.
 *
 * @param weights (heads, n, n) or (1, heads, n, n)
 * @param ids the tokens, to know which are the same
 */
export function survey(layer: number, weights: Tensor, ids: readonly number[]): HeadSummary[] {
  const [heads = 1, n = 1] = weights.shape.slice(-3);
  return Array.from({ length: heads }, (_, head) => {
    const at = (i: number, j: number): number => weights.data[(head * n + i) * n + j] ?? 0;
    const shares = {
      previous: mean(n, 1, (i) => at(i, i - 1)),
      // In the second row the first token is the token before.
      first: mean(n, 2, (i) => at(i, 0)),
      same: mean(n, 1, (i) => at(i, i)),
      next: mean(n - 1, 1, (i) => at(i, i + 1)),
      induction: meanOver(repeats(ids), ([i, places]) => places.reduce((sum, j) => sum + at(i, j), 0)),
      spread: mean(n, 1, (i) => evenness(n, (j) => at(i, j))),
    };
    const { spread, ...places } = shares;
    const best = (Object.entries(places) as [HeadKind, number][]).sort((a, b) => b[1] - a[1])[0]!;
    const [does, share]: [HeadKind, number] =
      best[1] >= ENOUGH ? best : spread >= SPREAD ? ['spread', spread] : ['mixed', best[1]];
    return { layer, head, does, share, shares };
  });
}

function mean(n: number, from: number, value: (i: number) => number): number {
  if (n <= from) return 0;
  let sum = 0;
  for (let i = from; i < n; i++) sum += value(i);
  return sum / (n - from);
}

function meanOver<T>(list: readonly T[], value: (one: T) => number): number {
  return list.length === 0 ? 0 : list.reduce((sum, one) => sum + value(one), 0) / list.length;
}

/** Each token that was there before, with the places behind its earlier occurrences. */
function repeats(ids: readonly number[]): [number, readonly number[]][] {
  return ids.flatMap((id, i): [number, readonly number[]][] => {
    const places = ids.flatMap((other, j) => (other === id && j < i - 1 ? [j + 1] : []));
    return places.length === 0 ? [] : [[i, places]];
  });
}

/** The entropy of a row as a part of that of equal weights. */
function evenness(n: number, weight: (j: number) => number): number {
  let entropy = 0;
  let seen = 0;
  for (let j = 0; j < n; j++) {
    const p = weight(j);
    if (p <= 0) continue;
    seen++;
    entropy -= p * Math.log(p);
  }
  return seen < 2 ? 0 : entropy / Math.log(seen);
}
