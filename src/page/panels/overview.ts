import type { Matrix } from '../../lens/index.js';
import { markup, type Markup, MOST_CELLS, type PictureScale } from '../../show/index.js';
import { mosaic } from '../mosaic.js';
import { shownRange } from '../select.js';
import type { App } from '../state.js';
import { PAGE_WORDS } from '../../words/index.js';

/** A matrix too large for a table: all of it in blocks, with the window that the table shows. Nothing for a small one. */
export function overview(app: App, matrix: Matrix, scale: PictureScale): Markup {
  const { paths, block, rows, columns } = mosaic(matrix, scale, MOST_CELLS);
  if (block === 1) return markup``;
  const words = PAGE_WORDS[app.state.lang];
  const [top, bottom] = shownRange(app, 'query', matrix.rows.length);
  const [left, right] = shownRange(app, 'key', matrix.columns.length);
  return markup`<figure class="overview"><svg viewBox="0 0 ${columns} ${rows}" data-overview shape-rendering="crispEdges" role="img" aria-label="${words.overview(block)}">${paths}<path class="window" d="M${left / block} ${top / block}H${right / block}V${bottom / block}H${left / block}z"/></svg><figcaption>${words.overview(block)} ${words.overviewHint}</figcaption></figure>`;
}
