import type { Rgb } from './colormap.js';

const LEVELS = [0, 95, 135, 175, 215, 255];

/** What colours 16 to 255 of a 256-colour terminal look like: a 6×6×6 cube and 24 grays. 0 to 15 are the user's own. */
export function ansi256Rgb(code: number): Rgb {
  if (code >= 232) {
    const gray = 8 + 10 * (code - 232);
    return [gray, gray, gray];
  }
  const cube = code - 16;
  const level = (digit: number): number => LEVELS[digit % 6] ?? 0;
  return [level(Math.floor(cube / 36)), level(Math.floor(cube / 6)), level(cube)];
}

/**
 * The colour of a 256-colour terminal (16 to 255) that lies nearest.
 *
 * @example nearestAnsi256([255, 255, 255]) // => 231
 */
export function nearestAnsi256(color: Rgb): number {
  let best = 16;
  let least = Infinity;
  for (let code = 16; code < 256; code++) {
    const [red, green, blue] = ansi256Rgb(code);
    const distance = (red - color[0]) ** 2 + (green - color[1]) ** 2 + (blue - color[2]) ** 2;
    if (distance < least) [best, least] = [code, distance];
  }
  return best;
}
