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

/** Blue, white, orange in colours of the cube: the nearest ones to a fine map would be speckled with pink and yellow. */
const SCORE_RAMP = [25, 67, 110, 153, 255, 223, 215, 172, 130];

/** The nine colours of a 256-colour terminal for a score between −1 and 1. */
export function scoreColor256(share: number): Rgb {
  const place = Math.round(((SCORE_RAMP.length - 1) * (1 + Math.min(1, Math.max(-1, share)))) / 2);
  return ansi256Rgb(SCORE_RAMP[place] ?? 255);
}
