/** `--select-top K[,ties=first|all]`. */
export const SELECT_TOP = /^[1-9]\d{0,8}(,ties=(first|all))?$/;
/** `--select-blocks K,SIZE`. */
export const SELECT_BLOCKS = /^[1-9]\d{0,8},[1-9]\d{0,8}$/;

/** How many keys of each row stay, and what becomes of equal scores at the edge. */
export interface TopRule {
  readonly count: number;
  readonly ties: 'first' | 'all';
}

/**
 * What `--select-top` says; of equal scores the first keys stay, unless `ties=all`.
 *
 * @param text of the form of `SELECT_TOP`
 * @example topRule('3,ties=all') // => { count: 3, ties: 'all' }
 * @example topRule(3) // => { count: 3, ties: 'first' }
 */
export function topRule(text: string | number): TopRule {
  const [count, ties] = String(text).split(',');
  return { count: Number(count), ties: ties === 'ties=all' ? 'all' : 'first' };
}

/**
 * The keys with the largest scores among those that may be seen: exactly `count`, lower keys first where scores are equal, or
 * with `ties: 'all'` every key as good as the last of them. NaN counts as the largest, as in torch.topk: it is not lost.
 * Zhao et al. 2019, "Explicit Sparse Transformer", arXiv 1912.11637.
 *
 * @param scores of one row
 * @param seen 0 = may not be seen; undefined: all may
 * @returns the keys that stay, ascending; undefined when all stay
 * @example topKeys([3, 1, 3, 2], undefined, { count: 1, ties: 'first' }) // => [0]
 * @example topKeys([3, 1, 3, 2], undefined, { count: 1, ties: 'all' }) // => [0, 2]
 * @example topKeys([3, 1], undefined, { count: 2, ties: 'first' }) // => undefined
 */
export function topKeys(
  scores: ArrayLike<number>,
  seen: ArrayLike<number> | undefined,
  { count, ties }: TopRule,
): readonly number[] | undefined {
  const keys: number[] = [];
  for (let j = 0; j < scores.length; j++) if (!seen || seen[j] !== 0) keys.push(j);
  if (keys.length <= count) return undefined;
  const value = (j: number): number => (Number.isNaN(scores[j]) ? Infinity : scores[j]!);
  const better = (a: number, b: number): number => (value(a) === value(b) ? a - b : value(a) > value(b) ? -1 : 1);
  const sorted = keys.toSorted(better);
  const edge = value(sorted[count - 1]!);
  const kept = ties === 'all' ? keys.filter((j) => value(j) >= edge) : sorted.slice(0, count).sort((a, b) => a - b);
  return kept.length === keys.length ? undefined : kept;
}

/** How many blocks of how many keys each query sees, its own block among them. */
export interface BlockRule {
  readonly count: number;
  readonly size: number;
}

/**
 * What `--select-blocks` says.
 *
 * @param text of the form of `SELECT_BLOCKS`
 * @example blockRule('2,512') // => { count: 2, size: 512 }
 */
export function blockRule(text: string | number): BlockRule {
  const [count, size] = String(text).split(',').map(Number) as [number, number];
  return { count, size };
}

/**
 * The mean of the keys of each block, the last of which may be short.
 *
 * @param keys (n_k, d)
 * @returns (blocks, d)
 * @example blockMeans([1, 3, 8], 3, 1, 2) // => Float64Array [2, 8]
 */
export function blockMeans(keys: ArrayLike<number>, nK: number, d: number, size: number): Float64Array {
  const blocks = Math.ceil(nK / size);
  const means = new Float64Array(blocks * d);
  for (let block = 0; block < blocks; block++) {
    const [first, end] = [block * size, Math.min(nK, (block + 1) * size)];
    for (let j = first; j < end; j++) for (let m = 0; m < d; m++) means[block * d + m]! += keys[j * d + m]!;
    for (let m = 0; m < d; m++) means[block * d + m]! /= end - first;
  }
  return means;
}

/**
 * The blocks that a query sees: its own, and of the earlier ones those whose mean key fits it best (q·mean, not scaled), lower
 * ones first where they are equal; never a later one. Lu et al. 2025, "MoBA", arXiv 2502.13189.
 *
 * @param query (d)
 * @param means (blocks, d)
 * @param own the block in which the query stands
 * @example [...blocksSeen([1], [5, 7, 6, 9], 3, { count: 2, size: 4 })] // => [3, 1]
 */
export function blocksSeen(
  query: ArrayLike<number>,
  means: ArrayLike<number>,
  own: number,
  { count }: BlockRule,
): ReadonlySet<number> {
  const d = query.length;
  const blocks = d === 0 ? own : means.length / d;
  const gates = Array.from({ length: Math.max(0, Math.min(own, blocks)) }, (_, block) => {
    let gate = 0;
    for (let m = 0; m < d; m++) gate += query[m]! * means[block * d + m]!;
    return gate;
  });
  const earlier = topKeys(gates, undefined, { count: count - 1, ties: 'first' });
  return new Set([own, ...(count === 1 ? [] : (earlier ?? gates.keys()))]);
}
