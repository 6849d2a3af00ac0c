import type { Tensor4, ValueName } from '../../core/index.js';
import { reaching, withGeometry, withStep, type Attempt } from '../attempt.js';
import { ruleOf, type Rule } from '../geometry.js';
import { emptyWays, without } from './mask-value.js';
import { sizesOf, ways, type Mistake } from './mistake.js';
import { gather } from './tensors.js';

type Way = Pick<Mistake, 'put'> & Partial<Mistake>;

/** Sizes of tiles: those of kernels, and small ones, as in examples. */
export const TILE_SIZES = [2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128, 256] as const;

/** A mask that follows the tiles in place of the causal edge. */
function byTiles(of: (query: number, key: number) => boolean): Way[] {
  return TILE_SIZES.flatMap((size) =>
    emptyWays({
      alone: true,
      put: (attempt) => {
        const { causal } = attempt.geometry;
        if (!causal || size >= sizesOf(attempt).nK) return undefined;
        const others = ruleOf(without('causal', attempt.geometry));
        const whole: Rule = (i, j, h, b) =>
          of(Math.floor((i + causal[b]!) / size), Math.floor(j / size)) && (!others || others(i, j, h, b));
        return withGeometry(attempt, { whole });
      },
    }).map((way) => ({ ...way, title: undefined, size })),
  ).map(({ title: _, size, ...way }) => ({ ...way, formula: `tiles of ${size}` }));
}

/** Keys or values of a tile read from another tile. */
function reused(steps: readonly ValueName[], of: (tile: number) => number): Way[] {
  return TILE_SIZES.map((size) => ({
    alone: true,
    formula: `tiles of ${size}`,
    put: (attempt: Attempt) => {
      const { nK } = sizesOf(attempt);
      if (size >= nK || attempt.problem.differential !== undefined) return undefined;
      const source = (j: number): number => {
        const at = of(Math.floor(j / size)) * size + (j % size);
        return at >= 0 && at < nK ? at : j;
      };
      const read = (from: Tensor4): Tensor4 => gather(from.shape, from, (b, h, j, m) => [b, h, source(j), m]);
      return reaching(
        steps.reduce((now, step) => withStep(now, step, read), attempt),
        'heads',
      );
    },
  }));
}

/** What goes wrong in a kernel that works in tiles of keys. */
export const TILES: readonly Mistake[] = [
  ...ways(
    {
      id: 'G23',
      title: 'the diagonal tile is not masked: a query sees all keys of its own tile',
      formula: '⌊j/T⌋ ≤ ⌊i/T⌋',
      lookFor: 'a causal loop over tiles without a mask inside the last one',
      instead: 'mask j <= i inside the tile on the diagonal',
    },
    byTiles((query, key) => key <= query),
  ),
  ...ways(
    {
      id: 'G23',
      title: 'the diagonal tile is skipped: a query sees only the tiles before its own',
      formula: '⌊j/T⌋ < ⌊i/T⌋',
      lookFor: 'a causal loop over tiles that ends one tile early',
      instead: 'include the tile on the diagonal, masked with j <= i',
    },
    byTiles((query, key) => key < query),
  ),
  ...ways(
    {
      id: 'P8',
      title: 'every tile reads the values of the first',
      formula: 'tiles of T',
      lookFor: 'a pointer to V that is not advanced, a buffer that is loaded once',
      instead: 'advance V with K in every step of the loop',
    },
    reused(['values'], () => 0),
  ),
  ...ways(
    {
      id: 'P8',
      title: 'every tile reads the keys of the first',
      formula: 'tiles of T',
      lookFor: 'a pointer to K that is not advanced, a buffer that is loaded once',
      instead: 'advance K with V in every step of the loop',
    },
    reused(['keys'], () => 0),
  ),
  ...ways(
    {
      id: 'P8',
      title: 'a tile reads the values of the one before: the second reuses those of the first',
      formula: 'tiles of T',
      lookFor: 'double buffering: a read before the load has arrived, a missing barrier',
      instead: 'wait for the load of the tile before it is used',
    },
    reused(['values'], (tile) => Math.max(0, tile - 1)),
  ),
  ...ways(
    {
      id: 'P8',
      title: 'a tile reads keys and values of the one before',
      formula: 'tiles of T',
      lookFor: 'double buffering: a read before the load has arrived, a missing barrier',
      instead: 'wait for the load of the tile before it is used',
    },
    reused(['keys', 'values'], (tile) => Math.max(0, tile - 1)),
  ),
  ...ways(
    {
      id: 'P8',
      title: 'two neighbouring tiles of values are exchanged',
      formula: 'tiles of T',
      lookFor: 'a page table, the parity of a double buffer',
      instead: 'tile t of V with tile t of K',
    },
    reused(['values'], (tile) => tile ^ 1),
  ),
];
