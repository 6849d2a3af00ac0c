import { CIVIDIS } from './cividis.js';
import { VIRIDIS } from './viridis.js';

/** Red, green, blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

export type ColorMap = 'viridis' | 'cividis' | 'gray';

/** ColorBrewer's blues of RdBu and oranges of PuOr, 7 classes each, about a common near-white: https://colorbrewer2.org */
const DIVERGING = '2166ac67a9cfd1e5f0f7f7f7fee0b6f1a340b35806';

/**
 * The colour of a share between 0 and 1, dark to light. What lies outside takes the colour of the nearer end.
 *
 * @example weightColor(0) // => [68, 1, 84]
 */
export function weightColor(share: number, map: ColorMap = 'viridis'): Rgb {
  const step = Math.round(255 * Math.min(1, Math.max(0, share)));
  if (map === 'gray') return [step, step, step];
  return entry(map === 'viridis' ? VIRIDIS : CIVIDIS, step);
}

/**
 * The colour of a score between −1 (blue) and 1 (orange), near white at 0. Red and green are never opposed.
 *
 * @example scoreColor(0) // => [247, 247, 247]
 */
export function scoreColor(share: number): Rgb {
  const place = 3 * (1 + Math.min(1, Math.max(-1, share))); // 0 to 6 along the seven colours
  const left = Math.min(5, Math.floor(place));
  const from = entry(DIVERGING, left);
  const to = entry(DIVERGING, left + 1);
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(from[channel] + (place - left) * (to[channel] - from[channel]));
  return [mix(0), mix(1), mix(2)];
}

/**
 * Relative luminance, 0 (black) to 1 (white).
 * Source: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance
 */
export function luminance([red, green, blue]: Rgb): number {
  const linear = (channel: number): number => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/**
 * Should text on this background be black? Above luminance 0.179 black has the larger contrast, below it white has;
 * either way it is at least 4.58:1 (WCAG AA asks for 4.5).
 */
export function takesBlackText(background: Rgb): boolean {
  return luminance(background) > 0.179;
}

function entry(table: string, index: number): Rgb {
  const value = parseInt(table.slice(6 * index, 6 * index + 6), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
