import { luminance, takesBlackText, type Rgb } from '../colour/colormap.js';
import type { PictureWords } from '../../words/index.js';
import { markup, type Markup } from './markup.js';
import { hex, point } from './numbers.js';
import type { PictureScale } from './scale.js';
import type { Sheet } from './sheet.js';
import { MONO, textWidth, widest } from './text-width.js';

export const LABEL_SIZE = 13;
export const INK = '#1b2230';
export const QUIET = '#5b6472';
const ALARM = '#c4141c';

/** A picture of a matrix, and the room it takes. The cells begin at (`left`, `top`). */
export interface Heat {
  readonly drawing: Markup;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A matrix as coloured cells with labels on both sides, numbers where they fit, sums at the edges. Every `<rect>` of a picture is one
 * cell and the other way round; it carries its derivation as its title.
 *
 * @param hatch id of the pattern for masked cells
 */
export function heat(sheet: Sheet, scale: PictureScale, words: PictureWords, hatch: string): Heat {
  const { grid, cell, rowLabels, columnLabels, sums } = sheet;
  const slanted = widest(columnLabels, LABEL_SIZE) > cell.width - 6;
  const left = Math.ceil(widest(rowLabels, LABEL_SIZE)) + 34;
  const top = (slanted ? Math.ceil(widest(columnLabels, LABEL_SIZE) * 0.72) + 20 : 22) + 20;
  const right = left + grid.columns * cell.width;
  const bottom = top + grid.rows * cell.height;
  const x = (column: number): number => point(left + (column + 0.5) * cell.width);
  const y = (row: number): number => point(top + (row + 0.5) * cell.height);

  const rects: Markup[] = [];
  const marks: Markup[] = [];
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      const value = grid.at(row, column);
      const place = { left: left + column * cell.width, top: top + row * cell.height, ...cell };
      rects.push(rect(place, value, scale, hatch, sheet.title(row, column)));
      marks.push(mark(place, value, scale, sheet, words));
    }
  }
  const columnLabel = (text: string, at: number): Markup =>
    slanted
      ? markup`<text transform="translate(${point(x(at) - 3)} ${top - 8}) rotate(-45)">${text}</text>`
      : markup`<text x="${x(at)}" y="${top - 9}" text-anchor="middle">${text}</text>`;
  const sumWidth = sums ? Math.ceil(widest(sums.rows, 12)) + 16 : 0;
  return {
    left,
    top,
    width:
      right +
      Math.max(
        sumWidth,
        slanted ? 18 + Math.ceil(textWidth(columnLabels.at(-1) ?? '', LABEL_SIZE) * 0.72) - cell.width / 2 : 0,
      ),
    height: bottom + (sums ? 26 : 4),
    drawing: markup`<g class="heat">
<g fill="${QUIET}" font-size="11" font-style="italic"><text x="${point((left + right) / 2)}" y="12" text-anchor="middle">${words.isHeard} →</text><text transform="translate(11 ${point((top + bottom) / 2)}) rotate(-90)" text-anchor="middle">← ${words.listens}</text></g>
<g class="columns" fill="${INK}" font-size="${LABEL_SIZE}">${columnLabels.map(columnLabel)}</g>
<g class="rows" fill="${INK}" font-size="${LABEL_SIZE}" text-anchor="end">${rowLabels.map((text, row) => markup`<text x="${left - 9}" y="${point(y(row) + 4.5)}">${text}</text>`)}</g>
<g class="cells"${cell.width > 20 && markup` stroke="#ffffff"`}>
${rects.map((one) => markup`${one}\n`)}</g>
<g class="numbers" font-family="${MONO}" font-size="${sheet.numberSize}" text-anchor="middle" pointer-events="none">${marks}</g>
${sums && sumTexts(sums, x, y, right, bottom, columnLabels.length > 0 && cell.width >= 30, words)}</g>`,
  };
}

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function rect(place: Place, value: number | undefined, scale: PictureScale, hatch: string, title: string): Markup {
  const [kind, fill] =
    value === undefined
      ? [' masked', `url(#${hatch})`]
      : Number.isNaN(value)
        ? [' nan', '#ffffff']
        : ['', hex(colorOf(value, scale))];
  return markup`<rect class="cell${kind}" x="${place.left}" y="${place.top}" width="${place.width}" height="${place.height}" fill="${fill}"><title>${title}</title></rect>`;
}

/** ±∞ takes the colour of its end. */
function colorOf(value: number, scale: PictureScale): Rgb {
  return scale.color(Number.isFinite(value) ? value : value > 0 ? scale.high : scale.low);
}

/** The number in a cell; the word for a masked one where it fits; a loud cross for NaN. */
function mark(
  { left, top, width, height }: Place,
  value: number | undefined,
  scale: PictureScale,
  sheet: Sheet,
  words: PictureWords,
): Markup {
  const x = point(left + width / 2);
  const y = point(top + height / 2 + 4.2);
  if (value === undefined) {
    return textWidth(words.masked, 10) + 6 > width
      ? markup``
      : markup`<text x="${x}" y="${y}" fill="${QUIET}" font-size="10">${words.masked}</text>`;
  }
  if (Number.isNaN(value)) {
    const inset = Math.min(width, height) * 0.18;
    const cross = `M${point(left + inset)} ${point(top + inset)}L${point(left + width - inset)} ${point(top + height - inset)}M${point(left + width - inset)} ${point(top + inset)}L${point(left + inset)} ${point(top + height - inset)}`;
    return markup`<path class="cross" d="${cross}" stroke="${ALARM}" stroke-width="2.5" fill="none"/>${width >= 30 && markup`<text x="${x}" y="${y}" fill="${ALARM}" stroke="#ffffff" stroke-width="3" paint-order="stroke" font-weight="bold">NaN</text>`}`;
  }
  const text = sheet.text(value);
  const ink = takesBlackText(colorOf(value, scale))
    ? luminance(colorOf(value, scale)) > 0.5
      ? '#1a1a1a'
      : '#000000'
    : '#ffffff';
  return text === '' ? markup`` : markup`<text x="${x}" y="${y}" fill="${ink}">${text}</text>`;
}

function sumTexts(
  sums: NonNullable<Sheet['sums']>,
  x: (column: number) => number,
  y: (row: number) => number,
  right: number,
  bottom: number,
  roomy: boolean,
  words: PictureWords,
): Markup {
  return markup`<g class="sums" fill="${QUIET}" font-family="${MONO}" font-size="11">
${roomy && sums.rows.map((text, row) => markup`<text x="${right + 10}" y="${point(y(row) + 4)}">${text}</text>`)}
${roomy && sums.columns.map((text, column) => markup`<text x="${x(column)}" y="${bottom + 17}" text-anchor="middle">${text}</text>`)}
${roomy && markup`<text x="${right + 10}" y="${bottom + 17}" font-style="italic">Σ ${words.heard}</text>`}</g>
`;
}
