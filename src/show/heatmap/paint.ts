import type { Palette } from '../colour.js';
import type { Rgb } from '../colour/colormap.js';
import { glyphs } from '../text/glyphs.js';
import type { HeatScale } from './scale.js';
import { center } from '../text/width.js';

/** Draws single cells of a heatmap, in colour or in shades. */
export interface HeatPaint {
  /** A run of a cell's line: the number in its middle, or nothing but colour. */
  readonly cell: (x: number | undefined, width: number, text: string) => string;
  /** Two cells in one character, one above the other; null: there is no lower one. In colour only. */
  readonly half: (upper: number | undefined, lower: number | undefined | null) => string;
}

/** Hatching, as maps have it for what is out of bounds. */
const HATCH = { unicode: '╱', ascii: '/' };

/** The sign of a masked cell in a heatmap. */
export function hatch(unicode: boolean): string {
  return unicode ? HATCH.unicode : HATCH.ascii;
}

/** A painter for one scale. In colour from 256 up; with sixteen colours and with none in shades. */
export function heatPaint(scale: HeatScale, unicode: boolean, paint: Palette): HeatPaint {
  const { shades } = glyphs(unicode);
  const cross = unicode ? '✗' : 'X';
  return {
    cell(x, width, text) {
      if (x === undefined) return paint.dim(hatch(unicode).repeat(width));
      if (Number.isNaN(x)) return paint.error(center(text === '' ? cross.repeat(width) : text, width));
      if (paint.level > 1) return paint.on(center(text, width), scale.color(x));
      const shade = shades[Math.round((shades.length - 1) * scale.share(x))] ?? ' ';
      if (text === '') return shade.repeat(width);
      const around = center(` ${text} `, width);
      const left = around.length - around.trimStart().length - 1;
      const right = around.length - around.trimEnd().length - 1;
      return `${shade.repeat(left)}${around.slice(left, width - right)}${shade.repeat(right)}`;
    },
    half(upper, lower) {
      const color = (x: number | undefined): Rgb => (x === undefined || Number.isNaN(x) ? NOTHING : scale.color(x));
      return paint.halves(color(upper), lower === null ? undefined : color(lower));
    },
  };
}

/** Masked in half-blocks, where there is no room for hatching: a grey that no map holds. */
const NOTHING: Rgb = [128, 128, 128];
