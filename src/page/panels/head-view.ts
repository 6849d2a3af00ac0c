import type { Matrix } from '../../show/matrices.js';
import { shownLabels } from '../../show/matrices.js';
import { PICTURE_WORDS } from '../../show/picture-words.js';
import { clipped } from '../../show/svg/text.js';
import { chooseLinks, linkOpacity, linkPath, linkWidth } from '../../show/svg/links.js';
import { markup, type Markup } from '../../show/svg/markup.js';
import { point } from '../../show/svg/numbers.js';
import { currentMatrix, shownRange } from '../select.js';
import { PAGE_WORDS } from '../words.js';
import type { Panel } from './panel.js';

const SIDE = 112;
const SPAN = 176;
const WIDTH = 2 * SIDE + SPAN;

/** Panel A: the words on both sides, a line for every weight. */
export const headViewPanel: Panel = {
  id: 'head-view',
  key: ({ version, state: { batch, head, lang, top, windows, change } }) => JSON.stringify([version, batch, head, lang, String(top), windows, change.hide]),
  draw: (app) => {
    const { state, trace } = app;
    const words = PICTURE_WORDS[state.lang];
    const matrix = currentMatrix(app, 'weights')!;
    const rows = shownRange(app, 'query', matrix.rows.length);
    const columns = shownRange(app, 'key', matrix.columns.length);
    const { links, faint, of } = chooseLinks(part(matrix, rows, columns), state.top);
    const high = rowHeight(Math.max(rows[1] - rows[0], columns[1] - columns[0]));
    const height = 26 + high * Math.max(rows[1] - rows[0], columns[1] - columns[0]);
    const y = (at: number, count: number): number => point(22 + ((at + 0.5) * (height - 26)) / count);
    const count = [rows[1] - rows[0], columns[1] - columns[0]] as const;
    const word = (text: string, at: number, side: 'query' | 'key', index: number): Markup =>
      markup`<g class="word ${side}" role="button" tabindex="-1" id="word-${side}-${at}" data-word="${side}:${at}" aria-label="${text}, ${side === 'query' ? words.listens : words.isHeard}"><rect x="${side === 'query' ? 1 : SIDE + SPAN + 5}" y="${point(y(index, side === 'query' ? count[0] : count[1]) - Math.min(11, high / 2))}" width="${SIDE - 6}" height="${Math.min(22, high)}" rx="6"/><text x="${side === 'query' ? SIDE - 11 : SIDE + SPAN + 11}" y="${point(y(index, side === 'query' ? count[0] : count[1]) + 4.5)}"${side === 'query' && markup` text-anchor="end"`}${side === 'key' && state.change.hide.includes(at) && markup` class="hidden"`}>${text}</text></g>`;
    const queries = clipped(shownLabels(trace.tokens.query, true)).map((label) => label);
    const keys = clipped(shownLabels(trace.tokens.key, true));
    return markup`<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" data-roving="words" role="group" aria-label="${PAGE_WORDS[state.lang].headView}">
<g class="axis"><text x="${SIDE - 11}" y="11" text-anchor="end">${words.listens}</text><text x="${SIDE + SPAN + 11}" y="11">${words.isHeard}</text></g>
<g class="lines">${links.map(({ row, column, weight }) => markup`<path class="link" data-link="${rows[0] + row}:${columns[0] + column}" d="${linkPath(SIDE, y(row, count[0]), SIDE + SPAN, y(column, count[1]))}" stroke-width="${linkWidth(weight)}" stroke-opacity="${linkOpacity(weight)}"/>`)}</g>
${queries.slice(...rows).map((text, index) => word(text, rows[0] + index, 'query', index))}
${keys.slice(...columns).map((text, index) => word(text, columns[0] + index, 'key', index))}
</svg>
<p class="note">${words.linkRule}${faint > 0 && ` · ${words.linksLeftOut(faint, of)}`}${state.top < Infinity && ` · ${words.onlyTop(state.top)}`}</p>`;
  },
};

function rowHeight(count: number): number {
  return count <= 8 ? 40 : count <= 16 ? 30 : 22;
}

/** The part of a matrix that is shown, as a matrix of its own. */
function part(matrix: Matrix, rows: readonly [number, number], columns: readonly [number, number]): Matrix {
  return {
    ...matrix,
    rows: matrix.rows.slice(...rows),
    columns: matrix.columns.slice(...columns),
    at: (row, column) => matrix.at(rows[0] + row, columns[0] + column),
    masked: (row, column) => matrix.masked(rows[0] + row, columns[0] + column),
  };
}
