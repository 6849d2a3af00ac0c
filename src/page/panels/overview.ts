import { coarser } from '../../show/bucket.js';
import type { Matrix } from '../../show/matrices.js';
import { markup, type Markup } from '../../show/svg/markup.js';
import { hex } from '../../show/svg/numbers.js';
import type { PictureScale } from '../../show/svg/scale.js';
import { blockFor, MOST_CELLS } from '../../show/svg/sheet.js';
import { shownRange } from '../select.js';
import type { App } from '../state.js';
import { PAGE_WORDS } from '../words.js';

/** A matrix too large for a table: all of it in blocks, with the window that the table shows. Nothing for a small one. */
export function overview(app: App, matrix: Matrix, scale: PictureScale): Markup {
  const block = blockFor(matrix.rows.length, matrix.columns.length, MOST_CELLS);
  if (block === 1) return markup``;
  const words = PAGE_WORDS[app.state.lang];
  const grid = coarser(matrix, block);
  const paths = new Map<string, string>();
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      const x = grid.at(row, column);
      const color = x === undefined || Number.isNaN(x) ? 'var(--hatch)' : hex(scale.color(x));
      paths.set(color, `${paths.get(color) ?? ''}M${column} ${row}h1v1h-1z`);
    }
  }
  const [top, bottom] = shownRange(app, 'query', matrix.rows.length);
  const [left, right] = shownRange(app, 'key', matrix.columns.length);
  return markup`<figure class="overview"><svg viewBox="0 0 ${grid.columns} ${grid.rows}" data-overview="${block}" shape-rendering="crispEdges" role="img" aria-label="${words.overview(block)}">${[...paths].map(([color, path]) => markup`<path d="${path}" fill="${color}"/>`)}<path class="window" d="M${left / block} ${top / block}H${right / block}V${bottom / block}H${left / block}z"/></svg><figcaption>${words.overview(block)} ${words.overviewHint}</figcaption></figure>`;
}
