import type { Matrix } from '../../lens/index.js';
import { chooseLinks, clipped, links, markup } from '../../show/index.js';
import { currentMatrix, names, shownRange } from '../select.js';
import { PAGE_WORDS, PICTURE_WORDS } from '../../words/index.js';
import type { Panel } from './panel.js';

const TOP = 22;

/** Panel A: the words on both sides, a line for every weight. */
export const headViewPanel: Panel = {
  id: 'head-view',
  key: ({ version, state: { batch, head, lang, top, windows } }) =>
    JSON.stringify([version, batch, head, lang, String(top), windows]),
  draw: (app) => {
    const {
      state: { lang, top },
      trace,
    } = app;
    const words = PICTURE_WORDS[lang];
    const matrix = currentMatrix(app, 'weights')!;
    const rows = shownRange(app, 'query', matrix.rows.length);
    const columns = shownRange(app, 'key', matrix.columns.length);
    const choice = chooseLinks(part(matrix, rows, columns), top);
    const most = Math.max(rows[1] - rows[0], columns[1] - columns[0]);
    const height = most * (most <= 8 ? 42 : most <= 16 ? 31 : 22);
    const { queries, keys } = names(trace);
    const { drawing, width } = links(
      {
        rows: clipped(queries.slice(...rows)),
        columns: clipped(keys.slice(...columns)),
        choice,
        top: TOP,
        height,
        live: { row: rows[0], column: columns[0] },
      },
      words,
    );
    return markup`<svg viewBox="0 0 ${width} ${height + TOP + 4}" width="${width}" data-roving role="group" aria-label="${PAGE_WORDS[lang].headView}">${drawing}</svg>
<p class="note">${words.linkRule}${choice.faint > 0 && ` · ${words.linksLeftOut(choice.faint, choice.of)}`}${top < Infinity && ` · ${words.onlyTop(top)}`}</p>`;
  },
};

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
