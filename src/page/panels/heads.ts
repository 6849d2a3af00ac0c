import type { Trace } from '../../core/index.js';
import { lensOn } from '../../lens/index.js';
import { markup, type Markup, resultNames } from '../../show/index.js';
import { mosaic } from '../mosaic.js';
import type { App } from '../state.js';
import { itemsNow } from '../update.js';
import { PAGE_WORDS } from '../../words/index.js';
import { matrixScale } from './heatmap.js';
import type { Panel } from './panel.js';

/** Thumbnails have no more cells than this on a side. */
const MOST_CELLS = 32;

/** Together there are no more thumbnails than this, while it can be: of problems that are not shown, the first head alone stands for all. */
const MOST = 64;

/** Every problem of the page, and all its heads (and batch items), side by side, small; the one that is shown large is marked. Nothing when there is one. */
export const headsPanel: Panel = {
  id: 'heads',
  key: ({ version, state: { batch, head, lang, scale } }) => [version, batch, head, lang, scale].join(' '),
  draw: (app) => {
    const items = itemsNow(app).map(({ trace }) => trace);
    const count = items.reduce((sum, { sizes }) => sum + sizes.heads * sizes.batch, 0);
    if (count === 1) return markup``;
    const { lang } = app.state;
    const names = items.length > 1 ? resultNames(items, { lang, unicode: true }) : [];
    const row = (trace: Trace, at: number): Markup => thumbnails(app, trace, at, count <= MOST || at === app.at);
    return markup`<div role="group" aria-label="${PAGE_WORDS[lang].heads}" data-roving>${items.map((trace, at) =>
      names[at]
        ? markup`<div class="multiples"><b title="${names[at].sentence ?? ''}">${names[at].which}</b><div>${row(trace, at)}</div></div>`
        : row(trace, at),
    )}</div>`;
  },
};

function thumbnails(app: App, trace: Trace, item: number, all: boolean): Markup {
  const { state } = app;
  const { heads, batch: batches } = trace.sizes;
  const words = PAGE_WORDS[state.lang];
  const count = (length: number): number[] => Array.from({ length: all ? length : 1 }, (_, at) => at);
  return markup`${count(batches).map((batch) =>
    count(heads).map((head) => {
      const chosen = item === app.at && batch === state.batch && head === state.head;
      const name = [...(batches > 1 ? [words.item(batch + 1)] : []), ...(heads > 1 ? [words.head(head + 1)] : [])].join(
        ' · ',
      );
      return markup`<button type="button" id="head-${item}-${batch}-${head}" data-item="${item}" data-head="${batch}:${head}" aria-pressed="${String(chosen)}" tabindex="${chosen ? 0 : -1}">${thumbnail(app, trace, batch, head)}${name !== '' && markup`<span>${name}</span>`}</button>`;
    }),
  )}`;
}

function thumbnail(app: App, trace: Trace, batch: number, head: number): Markup {
  const matrix = lensOn(trace, batch, head).matrix('weights')!;
  const { paths, rows, columns } = mosaic(matrix, matrixScale(matrix, app), MOST_CELLS);
  return markup`<svg viewBox="0 0 ${columns} ${rows}" preserveAspectRatio="none" shape-rendering="crispEdges" aria-hidden="true">${paths}</svg>`;
}
