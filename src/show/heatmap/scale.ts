import { scoreColor256 } from '../colour/ansi256.js';
import type { Grid } from './bucket.js';
import type { ColorLevel } from '../colour.js';
import { scoreColor, weightColor, type ColorMap, type Rgb } from '../colour/colormap.js';
import { fixedNumber } from '../text/number.js';

/** What the colours and shades of a heatmap mean. */
export interface HeatScale {
  /** The numbers at its two ends. */
  readonly low: number;
  readonly high: number;
  readonly color: (x: number) => Rgb;
  /** Place on the scale, 0 to 1. */
  readonly share: (x: number) => number;
  /** The numbers at the ends as text. */
  readonly ends: readonly [string, string];
}

/**
 * Weights are measured from 0 to 1, so that pictures can be compared; only where none reaches a quarter, from 0 to the
 * largest, or nothing could be seen. Other numbers: in colour from −m to m, with m the largest size, so that 0 is in the
 * middle; in shades from the least to the largest.
 */
export function heatScale(grid: Grid, weights: boolean, level: ColorLevel, map: ColorMap = 'viridis'): HeatScale {
  const colored = level > 1;
  const found = range(grid);
  const [least, largest] = weights ? [0, found[1] > 0 && found[1] < 0.25 ? found[1] : 1] : found;
  const size = Math.max(Math.abs(least), Math.abs(largest));
  const low = !weights && colored ? -size : least;
  const high = !weights && colored ? size : largest;
  const share = (x: number): number => (high > low ? Math.min(1, Math.max(0, (x - low) / (high - low))) : 0.5);
  return {
    low,
    high,
    share,
    color: (x) =>
      weights
        ? weightColor(share(x), map)
        : level === 2
          ? scoreColor256(2 * share(x) - 1)
          : scoreColor(2 * share(x) - 1),
    ends: [endText(low), endText(high)],
  };
}

function range({ rows, columns, at }: Grid): [number, number] {
  let least = Infinity;
  let largest = -Infinity;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = at(row, column);
      if (x === undefined || !Number.isFinite(x)) continue;
      least = Math.min(least, x);
      largest = Math.max(largest, x);
    }
  }
  return least <= largest ? [least, largest] : [0, 0];
}

function endText(x: number): string {
  return Number.isInteger(x) && Math.abs(x) < 1e6 ? fixedNumber(x, 0) : fixedNumber(x, Math.abs(x) < 0.1 ? 4 : 2);
}
