import type { Case } from '../case.js';
import type { Region } from './region.js';

/** Sizes that kernels cut queries and keys into. */
const TILES = [128, 64, 32, 16, 8] as const;

/** The size of the tile behind a region of rows: what both of its ends, or its period, are a multiple of. */
export function tileOf({ boxes, shape }: Region): number | undefined {
  const [box] = boxes;
  const rows = box?.rows;
  if (!rows || boxes.length > 1 || rows.text === '') return undefined;
  if (rows.period !== undefined) return TILES.find((tile) => tile === rows.period) ?? rows.period;
  const n = shape[2];
  return TILES.find((tile) =>
    rows.ranges.every(
      ([first, last]) => first % tile === 0 && ((last + 1) % tile === 0 || last === n - 1) && first + last > 0,
    ),
  );
}

/** What usually makes such a region wrong. */
export function causeOf(region: Region, { trace, right }: Case): string | undefined {
  const [box] = region.boxes;
  if (!box || region.boxes.length > 1) return undefined;
  const { rows, heads, items, columns } = box;
  const n = region.shape[2];
  const tile = tileOf(region);
  const { heads: H, kvHeads } = trace.sizes;
  if (rows.text !== '') {
    const [first] = rows.ranges;
    if (rows.period !== undefined && rows.text.startsWith('i mod')) {
      if (right.geometry.causal && rows.text === `i mod ${rows.period} < ${rows.period - 1}`)
        return `the diagonal tile is not masked: a query sees all keys of its own tile of ${rows.period}`;
      return `one part of every tile of ${rows.period} rows`;
    }
    if (first && rows.ranges.length === 1) {
      const [from, to] = first;
      if (tile !== undefined && to === n - 1 && n % tile !== 0 && from === n - (n % tile))
        return `the last, partial tile of queries (${n} = ${Math.floor(n / tile)} × ${tile} + ${n % tile})`;
      if (to === n - 1 && from === n - 1) return 'the last row: a loop that ends one early';
      if (tile !== undefined) return `whole tiles of ${tile} queries`;
    }
    return undefined;
  }
  if (heads.text !== '') {
    const group = H / kvHeads;
    if (group > 1 && heads.ranges.every(([a, b]) => a % group === 0 && (b + 1) % group === 0))
      return `whole groups of ${group} query heads that share a key head`;
    return heads.count === 1 ? 'one head alone: its index, its slope, its slice of the weights' : undefined;
  }
  if (items.text !== '') return 'a batch item alone: its length, its mask, its index';
  if (columns.text !== '') return 'a part of the features: the values, or how their columns are written';
  return undefined;
}
