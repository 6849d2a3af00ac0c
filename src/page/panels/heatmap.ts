import { markup, pictureScale, type PictureScale, stageTable } from '../../show/index.js';
import type { Matrix } from '../../lens/index.js';
import { currentMatrix, shownRange } from '../select.js';
import type { App } from '../state.js';
import { overview } from './overview.js';
import { pager } from './pager.js';
import type { Panel } from './panel.js';
import { scaleBar } from './scale-bar.js';

/** Panel B: the weights as a table in colours, with sums at its edges. */
export const heatmapPanel: Panel = {
  id: 'heatmap',
  key: ({ version, state: { batch, head, lang, digits, scale, windows } }) =>
    JSON.stringify([version, batch, head, lang, String(digits), scale, windows]),
  draw: (app) => {
    const { state } = app;
    const matrix = currentMatrix(app, 'weights')!;
    const scale = matrixScale(matrix, app);
    return markup`${overview(app, matrix, scale)}${pager(app, matrix)}<div class="scroll">${stageTable(matrix, {
      lang: state.lang,
      digits: state.digits,
      scale,
      sums: true,
      rows: shownRange(app, 'query', matrix.rows.length),
      columns: shownRange(app, 'key', matrix.columns.length),
    })}</div>${scaleBar(scale, state.lang)}`;
  },
};

/** Of weights the scale that was chosen; of other numbers blue to orange about 0. */
export function matrixScale({ rows, columns, at, masked, stage }: Matrix, { state, options }: App): PictureScale {
  const values = rows.flatMap((_, row) =>
    columns.flatMap((_label, column) => (masked(row, column) ? [] : [at(row, column)])),
  );
  return pictureScale(values, stage.name === 'weights', state.scale, options.cmap);
}
