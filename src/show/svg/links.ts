import type { PictureWords } from '../../words/index.js';
import type { Matrix } from '../../lens/index.js';
import { exactNumber } from '../text/number.js';
import { INK, LABEL_SIZE, QUIET } from './heat.js';
import { markup, type Markup } from './markup.js';
import { point } from './numbers.js';
import { textWidth, widest } from './text-width.js';

/** Weights below this are not drawn; how many they are is said. */
const LEAST_LINK = 0.01;
/** Between the two columns of words: wider where they are tall, so that lines do not stand on end. */
const span = (height: number): number => Math.round(Math.min(320, Math.max(170, height * 0.55)));
const AXIS_SIZE = 11;
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
    const all = columns.flatMap((_label, column): Link[] =>
      masked(row, column) || Number.isNaN(at(row, column)) ? [] : [{ row, column, weight: at(row, column) }],
    );
    const drawn = all.filter(({ weight }) => weight >= LEAST_LINK);
    of += all.length;
    faint += all.length - drawn.length;
    return drawn.sort((a, b) => b.weight - a.weight || a.column - b.column).slice(0, top);
  });
  return { links: links.sort((a, b) => a.weight - b.weight || a.row - b.row || a.column - b.column), faint, of };
}

/** Width and opacity both grow with the weight, so that it is still read in grey print. */
const linkWidth = (weight: number): number => point(0.75 + 7.25 * Math.min(1, weight));
const linkOpacity = (weight: number): number => point(0.15 + 0.85 * Math.min(1, weight));

/** An S from the right edge of one label to the left edge of the other. */
function linkPath(left: number, from: number, right: number, to: number): string {
  const middle = point((left + right) / 2);
  return `M${left} ${point(from)}C${middle} ${point(from)} ${middle} ${point(to)} ${right} ${point(to)}`;
}

/** Where the lines and words of a head view stand. */
export interface LinkPlan {
  /** Labels of the queries and of the keys that are drawn. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly choice: LinkChoice;
  /** Height above the first row, and the room that both columns of words share. */
  readonly top: number;
  readonly height: number;
  /** In a page lines and words can be pointed at: they carry their place, counted from here. */
  readonly live?: { readonly row: number; readonly column: number };
}

/** The head view: who listens on the left, who is heard on the right, a line for every weight. */
export function links(
  { rows, columns, choice, top, height, live }: LinkPlan,
  words: PictureWords,
): { drawing: Markup; width: number } {
  const left = Math.ceil(Math.max(widest(rows, LABEL_SIZE), textWidth(words.listens, AXIS_SIZE))) + 12;
  const right = left + span(height);
  const width = right + Math.ceil(Math.max(widest(columns, LABEL_SIZE), textWidth(words.isHeard, AXIS_SIZE))) + 12;
  const y = (at: number, labels: readonly string[]): number => point(top + ((at + 0.5) * height) / labels.length);
  const line = ({
    row,
    column,
    weight,
  }: Link): Markup => markup`<path class="link"${live && markup` data-link="${live.row + row}:${live.column + column}"`} d="${linkPath(left + 4, y(row, rows), right - 4, y(column, columns))}" stroke-width="${linkWidth(weight)}" stroke-opacity="${linkOpacity(weight)}">${!live && markup`<title>${rows[row]} → ${columns[column]}: ${exactNumber(weight)}</title>`}</path>
`;
  const word =
    (side: 'query' | 'key', labels: readonly string[], x: number) =>
    (text: string, at: number): Markup => {
      const label = markup`<text x="${x}" y="${point(y(at, labels) + 4.5)}"${side === 'query' && markup` text-anchor="end"`}>${text}</text>`;
      if (!live) return label;
      const number = at + (side === 'query' ? live.row : live.column);
      const high = Math.min(24, height / labels.length);
      return markup`<g class="word" role="button" tabindex="-1" id="${side}-${number}" data-word="${side}:${number}" aria-label="${text} ${side === 'query' ? words.listens : words.isHeard}"><rect x="${side === 'query' ? 1 : right + 1}" y="${point(y(at, labels) - high / 2)}" width="${side === 'query' ? left - 1 : width - right - 2}" height="${point(high)}" rx="6"/>${label}</g>`;
    };
  return {
    width,
    drawing: markup`<g class="links">
<g class="axis" fill="${QUIET}" font-size="${AXIS_SIZE}" font-style="italic"><text x="${left}" y="12" text-anchor="end">${words.listens}</text><text x="${right}" y="12">${words.isHeard}</text></g>
<g class="lines" fill="none" stroke="${LINK}" stroke-linecap="round">
${choice.links.map(line)}</g>
<g fill="${INK}" font-size="${LABEL_SIZE}">${rows.map(word('query', rows, left - 4))}${columns.map(word('key', columns, right + 4))}</g>
</g>`,
  };
}
