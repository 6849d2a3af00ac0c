import { matrixOf } from '../../show/parts/matrices.js';
import { markup, type Markup } from '../../show/svg/markup.js';
import { mosaic } from '../mosaic.js';
import type { App } from '../state.js';
import { PAGE_WORDS } from '../words.js';
import { matrixScale } from './heatmap.js';
import type { Panel } from './panel.js';

/** Thumbnails have no more cells than this on a side. */
const MOST_CELLS = 32;

/** All heads (and batch items) side by side, small; the one that is shown large is marked. Nothing when there is one. */
export const headsPanel: Panel = {
  id: 'heads',
  key: ({ version, state: { batch, head, lang, scale } }) => [version, batch, head, lang, scale].join(' '),
  draw: (app) => {
    const { trace: { sizes }, state } = app;
    if (sizes.heads * sizes.batch === 1) return markup``;
    const words = PAGE_WORDS[state.lang];
    const batches = Array.from({ length: sizes.batch }, (_, batch) => batch);
    const heads = Array.from({ length: sizes.heads }, (_, head) => head);
    return markup`<div role="group" aria-label="${words.heads}" data-roving>${batches.map((batch) => heads.map((head) => {
      const chosen = batch === state.batch && head === state.head;
      const name = [...(sizes.batch > 1 ? [words.item(batch + 1)] : []), ...(sizes.heads > 1 ? [words.head(head + 1)] : [])].join(' · ');
      return markup`<button type="button" id="head-${batch}-${head}" data-head="${batch}:${head}" aria-pressed="${String(chosen)}" tabindex="${chosen ? 0 : -1}">${thumbnail(app, batch, head)}<span>${name}</span></button>`;
    }))}</div>`;
  },
};

function thumbnail(app: App, batch: number, head: number): Markup {
  const matrix = matrixOf(app.trace, app.trace.stages.get('weights')!, batch, head);
  const { paths, rows, columns } = mosaic(matrix, matrixScale(matrix, app), MOST_CELLS);
  return markup`<svg viewBox="0 0 ${columns} ${rows}" preserveAspectRatio="none" shape-rendering="crispEdges" aria-hidden="true">${paths}</svg>`;
}
