import { ansi256Rgb, nearestAnsi256 } from '../../src/show/colour/ansi256.js';
import { luminance, scoreColor, takesBlackText, weightColor, type Rgb } from '../../src/show/colour/colormap.js';
import { colourLevel, palette } from '../../src/show/colour.js';
import { displayWidth } from '../../src/show/text/width.js';

describe('colourLevel', () => {
  const term = { TERM: 'xterm-256color' };
  it.each([
    ['--color=never wins over all', 'never', { FORCE_COLOR: '3' }, true, 0],
    ['--color=always wins over NO_COLOR', 'always', { ...term, NO_COLOR: '1' }, false, 2],
    ['--color=always in a dumb terminal is sixteen colours', 'always', { TERM: 'dumb' }, false, 1],
    ['--color=auto is no flag at all', 'auto', { ...term, NO_COLOR: '1' }, true, 0],
    ['NO_COLOR beats FORCE_COLOR', undefined, { NO_COLOR: '0', FORCE_COLOR: '3' }, true, 0],
    ['an empty NO_COLOR does nothing', undefined, { ...term, NO_COLOR: '' }, true, 2],
    ['FORCE_COLOR=0 is off', undefined, { ...term, FORCE_COLOR: '0' }, true, 0],
    ['FORCE_COLOR=false is off', undefined, { ...term, FORCE_COLOR: 'false' }, true, 0],
    ['FORCE_COLOR=3 is truecolor into a pipe', undefined, { FORCE_COLOR: '3' }, false, 3],
    ['FORCE_COLOR=2 is 256 colours', undefined, { FORCE_COLOR: '2' }, false, 2],
    ['FORCE_COLOR=1 stays sixteen beside COLORTERM', undefined, { FORCE_COLOR: '1', COLORTERM: 'truecolor' }, true, 1],
    ['FORCE_COLOR=true is sixteen', undefined, { FORCE_COLOR: 'true' }, false, 1],
    ['an empty FORCE_COLOR does not switch colour on', undefined, { FORCE_COLOR: '' }, false, 0],
    ['FORCE_COLOR=0 beats CLICOLOR_FORCE', undefined, { FORCE_COLOR: '0', CLICOLOR_FORCE: '1' }, true, 0],
    ['CLICOLOR_FORCE=1 is on into a pipe', undefined, { ...term, CLICOLOR_FORCE: '1' }, false, 2],
    ['CLICOLOR_FORCE=0 does not force', undefined, { ...term, CLICOLOR_FORCE: '0' }, false, 0],
    ['CLICOLOR=0 is off', undefined, { ...term, CLICOLOR: '0' }, true, 0],
    ['TERM=dumb is off', undefined, { TERM: 'dumb' }, true, 0],
    ['a pipe has no colour', undefined, { ...term, COLORTERM: 'truecolor' }, false, 0],
    ['a terminal with COLORTERM has all', undefined, { ...term, COLORTERM: 'truecolor' }, true, 3],
    ['a plain terminal has sixteen', undefined, { TERM: 'xterm' }, true, 1],
  ] as const)('%s', (_title, flag, env, isTTY, level) => {
    expect(colourLevel(flag, Object.freeze(env), isTTY)).toBe(level);
  });
});

const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
const steps = Array.from({ length: 1001 }, (_, i) => i / 1000);

describe('colour maps', () => {
  it('carry text of at least 4.5:1 over their whole length, in truecolor and in 256 colours', () => {
    const backgrounds: Rgb[] = steps.flatMap((t) => [
      weightColor(t),
      weightColor(t, 'cividis'),
      weightColor(t, 'gray'),
      scoreColor(2 * t - 1),
    ]);
    for (const color of backgrounds) {
      for (const shown of [color, ansi256Rgb(nearestAnsi256(color))]) {
        expect(contrast(luminance(shown), takesBlackText(shown) ? 0 : 1)).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
  it('grow lighter from 0 to 1, so that they read in grey print too', () => {
    for (const map of ['viridis', 'cividis', 'gray'] as const) {
      const light = steps.map((t) => luminance(weightColor(t, map)));
      expect(light.every((l, i) => i === 0 || l >= (light[i - 1] as number) - 0.002)).toBe(true);
    }
  });
  it('have the published ends and middle', () => {
    // matplotlib: viridis(0), viridis(128), viridis(255), cividis(0), cividis(255)
    expect([
      weightColor(0),
      weightColor(128 / 255),
      weightColor(1),
      weightColor(0, 'cividis'),
      weightColor(1, 'cividis'),
    ]).toEqual([
      [68, 1, 84],
      [33, 145, 140],
      [253, 231, 37],
      [0, 34, 78],
      [254, 232, 56],
    ]);
  });
  it('diverge from near white: blue below 0, orange above', () => {
    expect([scoreColor(-1), scoreColor(0), scoreColor(1)]).toEqual([
      [33, 102, 172],
      [247, 247, 247],
      [179, 88, 6],
    ]);
    const [red, , blue] = scoreColor(-0.5);
    expect(blue).toBeGreaterThan(red);
  });
  it('take the nearer end outside their range', () => {
    expect(weightColor(7)).toEqual(weightColor(1));
    expect(scoreColor(-7)).toEqual(scoreColor(-1));
  });
});

describe('ansi256', () => {
  it('finds each of its own colours again', () => {
    for (let code = 16; code < 256; code++)
      expect(ansi256Rgb(nearestAnsi256(ansi256Rgb(code)))).toEqual(ansi256Rgb(code));
  });
});

describe('palette', () => {
  it('writes no escape at level 0', () => {
    const { weight, score, query, key, value, bold, dim, warning, error } = palette(0);
    for (const paint of [
      query,
      key,
      value,
      bold,
      dim,
      warning,
      error,
      (t: string) => weight(t, 0.5),
      (t: string) => score(t, 0.5),
    ]) {
      expect(paint('x')).toBe('x');
    }
  });
  it('reads on black and on white: Q, K and V', () => {
    for (const hex of [0x1f75d7, 0xbb5a0f, 0x138830]) {
      const light = luminance([hex >> 16, (hex >> 8) & 255, hex & 255]);
      expect(Math.min(contrast(light, 0), contrast(light, 1))).toBeGreaterThan(4.5);
    }
    for (const code of [63, 130, 28]) {
      const light = luminance(ansi256Rgb(code));
      expect(Math.min(contrast(light, 0), contrast(light, 1))).toBeGreaterThan(4.4);
    }
  });
  it('changes no width, at any level', () => {
    for (const level of [0, 1, 2, 3] as const) {
      const { weight, score, query } = palette(level);
      for (const text of [weight('0.5', 0.5), score('0.5', -1), query('0.5')]) expect(displayWidth(text)).toBe(3);
    }
  });
  it('writes truecolor, 256 or sixteen colours as the level says', () => {
    expect(palette(3).weight('x', 0)).toBe('\u001b[48;2;68;1;84m\u001b[38;2;255;255;255mx\u001b[39m\u001b[49m');
    expect(palette(2).weight('x', 1)).toMatch(/^\u001b\[48;5;\d+m\u001b\[38;5;16mx/);
    expect(palette(1).weight('x', 0.9)).toBe('\u001b[1mx\u001b[22m');
  });
});
