import type { PictureWords } from '../picture-words.js';
import type { Matrix } from '../matrices.js';
import { exactNumber } from '../number.js';
import { INK, LABEL_SIZE, QUIET } from './heat.js';
import { markup, type Markup } from './markup.js';
import { point } from './numbers.js';
import { widest } from './text.js';

/** Weights below this are not drawn; how many they are is said. */
export const LEAST_LINK = 0.01;
/** Between the two columns of words: wider where they are tall, so that lines do not stand on end. */
const span = (height: number): number => Math.round(Math.min(320, Math.max(170, height * 0.55)));
const LINK = '#26568f';

/** One line of the head view. */
export interface Link {
  readonly row: number;
  readonly column: number;
  readonly weight: number;
}

export interface LinkChoice {
  /** From the faintest to the strongest, so that the strong lie on top. */
  readonly links: readonly Link[];
  /** How many there are that are not drawn for their weight. */
  readonly faint: number;
  readonly of: number;
}

/**
 * The lines to draw: of weights from 1 % up, and of each row only the `top` largest if so many are asked for.
 */
export function chooseLinks({ rows, columns, at, masked }: Matrix, top = Infinity): LinkChoice {
  let faint = 0;
  let of = 0;
  const links = rows.flatMap((_, row) => {
    const all = columns.flatMap((_label, column): Link[] => (masked(row, column) || Number.isNaN(at(row, column)) ? [] : [{ row, column, weight: at(row, column) }]));
    const drawn = all.filter(({ weight }) => weight >= LEAST_LINK);
    of += all.length;
    faint += all.length - drawn.length;
    return drawn.sort((a, b) => b.weight - a.weight || a.column - b.column).slice(0, top);
  });
  return { links: links.sort((a, b) => a.weight - b.weight || a.row - b.row || a.column - b.column), faint, of };
}

/** Width and opacity both grow with the weight, so that it is still read in grey print. */
export const linkWidth = (weight: number): number => point(0.75 + 7.25 * Math.min(1, weight));
export const linkOpacity = (weight: number): number => point(0.15 + 0.85 * Math.min(1, weight));

/** An S from the right edge of one label to the left edge of the other. */
export function linkPath(left: number, from: number, right: number, to: number): string {
  const middle = point((left + right) / 2);
  return `M${left} ${point(from)}C${middle} ${point(from)} ${middle} ${point(to)} ${right} ${point(to)}`;
}

/**
 * The head view: who listens on the left, who is heard on the right, a line for every weight.
 *
 * @param top height above the first row; `height`: room that both columns share
 */
export function links(rowLabels: readonly string[], columnLabels: readonly string[], { links: chosen }: LinkChoice, top: number, height: number, words: PictureWords): { drawing: Markup; width: number } {
  const left = Math.ceil(widest(rowLabels, LABEL_SIZE)) + 8;
  const right = left + span(height);
  const y = (at: number, count: number): number => point(top + ((at + 0.5) * height) / count);
  const line = ({ row, column, weight }: Link): Markup => markup`<path class="link" d="${linkPath(left + 4, y(row, rowLabels.length), right - 4, y(column, columnLabels.length))}" stroke-width="${linkWidth(weight)}" stroke-opacity="${linkOpacity(weight)}"><title>${rowLabels[row]} → ${columnLabels[column]}: ${exactNumber(weight)}</title></path>
`;
  return {
    width: right + Math.ceil(widest(columnLabels, LABEL_SIZE)) + 8,
    drawing: markup`<g class="links">
<g fill="${QUIET}" font-size="11" font-style="italic"><text x="${left}" y="12" text-anchor="end">${words.listens}</text><text x="${right}" y="12">${words.isHeard}</text></g>
<g fill="none" stroke="${LINK}" stroke-linecap="round">
${chosen.map(line)}</g>
<g fill="${INK}" font-size="${LABEL_SIZE}"><g text-anchor="end">${rowLabels.map((text, at) => markup`<text x="${left - 3}" y="${point(y(at, rowLabels.length) + 4.5)}">${text}</text>`)}</g>${columnLabels.map((text, at) => markup`<text x="${right + 3}" y="${point(y(at, columnLabels.length) + 4.5)}">${text}</text>`)}</g>
</g>`,
  };
}
