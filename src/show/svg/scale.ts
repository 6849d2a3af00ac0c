import { scoreColor, weightColor, type ColorMap, type Rgb } from '../colour/colormap.js';
import { digitsShort } from './numbers.js';

/** `fixed`: weights from 0 to 1. `stretch`: from the least to the largest. `log`: four powers of ten up to 1. */
export type ScaleMode = 'fixed' | 'stretch' | 'log';

/** What the colours of a picture mean. */
export interface PictureScale {
  readonly color: (x: number) => Rgb;
  /** The numbers at its ends. */
  readonly low: number;
  readonly high: number;
  readonly ends: readonly [string, string];
  /** Along the bar: the colour at a share of 0 to 1. */
  readonly at: (share: number) => Rgb;
}

/** The least weight that a logarithmic scale tells from 0. */
const LOG_FLOOR = 1e-4;

/**
 * Weights on a map from dark to light; other numbers between blue and orange, with 0 in the middle and the same length on both
 * sides.
 *
 * @param values those that will be coloured, without the masked ones
 */
export function pictureScale(
  values: Iterable<number>,
  weights: boolean,
  mode: ScaleMode,
  map: ColorMap = 'viridis',
): PictureScale {
  let least = Infinity;
  let largest = -Infinity;
  for (const x of values) {
    if (!Number.isFinite(x)) continue;
    least = Math.min(least, x);
    largest = Math.max(largest, x);
  }
  if (least > largest) [least, largest] = [0, 0];
  if (!weights) {
    const size = Math.max(Math.abs(least), Math.abs(largest));
    return scale(-size, size, (share) => scoreColor(2 * share - 1));
  }
  const color = (share: number): Rgb => weightColor(share, map);
  if (mode === 'fixed') return scale(0, 1, color);
  if (mode === 'stretch') return scale(least, largest, color);
  const share = (x: number): number => (x > 0 ? 1 - Math.log10(x) / Math.log10(LOG_FLOOR) : 0);
  return { ...scale(LOG_FLOOR, 1, color), color: (x) => color(share(x)) };
}

function scale(low: number, high: number, at: (share: number) => Rgb): PictureScale {
  return {
    low,
    high,
    at,
    color: (x) => at(high > low ? (x - low) / (high - low) : 0.5),
    ends: [digitsShort(low), digitsShort(high)],
  };
}
