import { Chalk } from 'chalk';
import { ansi256Rgb, nearestAnsi256, scoreColor256 } from './colour/ansi256.js';
import { scoreColor, takesBlackText, weightColor, type ColorMap, type Rgb } from './colour/colormap.js';

/** 0 none, 1 sixteen colours, 2 two hundred and fifty-six, 3 truecolor. */
export type ColorLevel = 0 | 1 | 2 | 3;

type Env = Readonly<Record<string, string | undefined>>;
type Paint = (text: string) => string;

/**
 * How many colours a stream gets. First hit wins: the flag → NO_COLOR non-empty → FORCE_COLOR → CLICOLOR_FORCE →
 * CLICOLOR=0 → TERM=dumb → is it a terminal.
 *
 * @param flag `--color`; `auto` is the same as none
 * @param isTTY is this stream (stdout and stderr each for themselves) a terminal
 * @see https://no-color.org and https://bixense.com/clicolors
 * @example colourLevel('always', { NO_COLOR: '1' }, false) // => 1
 */
export function colourLevel(flag: 'auto' | 'always' | 'never' | undefined, env: Env, isTTY: boolean): ColorLevel {
  if (flag === 'never') return 0;
  if (flag === 'always') return capability(env);
  if (env['NO_COLOR']) return 0;

  const force = env['FORCE_COLOR'];
  if (force) return force === '0' || force === 'false' ? 0 : force === '2' ? 2 : force === '3' ? 3 : 1;
  if (env['CLICOLOR_FORCE'] && env['CLICOLOR_FORCE'] !== '0') return capability(env);
  if (env['CLICOLOR'] === '0' || env['TERM'] === 'dumb' || !isTTY) return 0;
  return capability(env);
}

/** What the terminal says it can do; at least sixteen colours, for whoever insists on colour. */
function capability(env: Env): ColorLevel {
  const term = env['TERM'] ?? '';
  if (/^(truecolor|24bit)$/i.test(env['COLORTERM'] ?? '') || /-direct$/.test(term) || env['WT_SESSION']) return 3;
  return /256(color)?$/i.test(term) ? 2 : 1;
}

/** Colours by what they mean. Every one is the plain text at level 0. */
export interface Palette {
  readonly level: ColorLevel;
  readonly query: Paint;
  readonly key: Paint;
  readonly value: Paint;
  readonly bold: Paint;
  readonly dim: Paint;
  readonly warning: Paint;
  readonly error: Paint;
  /** A background for a share of 0 to 1. With sixteen colours: large ones bold, small ones dim. */
  readonly weight: (text: string, share: number) => string;
  /** A background for −1 to 1, near white at 0. With sixteen colours: none. */
  readonly score: (text: string, share: number) => string;
  /** A background of any colour, with text that reads on it. From 256 colours up. */
  readonly on: (text: string, background: Rgb) => string;
  /** One colour above another in one character, `▀`. From 256 colours up. */
  readonly halves: (upper: Rgb, lower: Rgb | undefined) => string;
}

/**
 * The palette of a level. The colours of Q, K and V have a contrast of at least 4.4:1 on black and on white alike;
 * with sixteen colours they are the user's own blue, magenta (there is no orange) and green.
 *
 * @example palette(0).query('cat') // => 'cat'
 */
export function palette(level: ColorLevel, map: ColorMap = 'viridis'): Palette {
  const chalk = new Chalk({ level });
  const pick = (basic: Paint, code: number, hex: string): Paint =>
    level === 3 ? chalk.hex(hex) : level === 2 ? chalk.ansi256(code) : basic;
  const background = backgroundPainter(level);

  return {
    level,
    query: pick(chalk.blue, 63, '#1f75d7'),
    key: pick(chalk.magenta, 130, '#bb5a0f'),
    value: pick(chalk.green, 28, '#138830'),
    bold: chalk.bold,
    dim: chalk.dim,
    warning: pick(chalk.bold, 130, '#bb5a0f'),
    error: chalk.red,
    weight: (text, share) =>
      level > 1
        ? background(text, weightColor(share, map))
        : share >= 1 / 3
          ? chalk.bold(text)
          : share < 0.05
            ? chalk.dim(text)
            : text,
    score: (text, share) =>
      level > 1 ? background(text, level === 2 ? scoreColor256(share) : scoreColor(share)) : text,
    on: background,
    halves: (upper, lower) => {
      const half = level === 3 ? chalk.rgb(...upper) : chalk.ansi256(nearestAnsi256(upper));
      if (!lower) return half('▀');
      return level === 3 ? half.bgRgb(...lower)('▀') : half.bgAnsi256(nearestAnsi256(lower))('▀');
    },
  };
}

/** Black or white text, whichever is easier to read, on the colour that the terminal will really show. */
function backgroundPainter(level: ColorLevel): (text: string, color: Rgb) => string {
  const chalk = new Chalk({ level });
  const paints = new Map<string, Paint>();
  const paintFor = (color: Rgb): Paint => {
    if (level === 3) {
      const ink = takesBlackText(color) ? 0 : 255;
      return chalk.bgRgb(...color).rgb(ink, ink, ink);
    }
    const code = nearestAnsi256(color);
    return chalk.bgAnsi256(code).ansi256(takesBlackText(ansi256Rgb(code)) ? 16 : 231);
  };
  return (text, color) => {
    const name = color.join();
    const paint = paints.get(name) ?? paintFor(color);
    paints.set(name, paint);
    return paint(text);
  };
}
