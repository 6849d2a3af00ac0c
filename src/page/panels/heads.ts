import { coarser } from '../../show/bucket.js';
import { matrixOf } from '../../show/matrices.js';
import { markup, type Markup } from '../../show/svg/markup.js';
import { hex } from '../../show/svg/numbers.js';
import { pictureScale } from '../../show/svg/scale.js';
import { blockFor } from '../../show/svg/sheet.js';
import type { App } from '../state.js';
import { PAGE_WORDS } from '../words.js';
import type { Panel } from './panel.js';

/** Thumbnails have no more cells than this on a side. */
const MOST_CELLS = 32;
/** Colours of a thumbnail: each is one path, however many cells have it. */
const SHADES = 24;

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
    return markup`<div role="group" aria-label="${words.heads}" data-roving="heads">${batches.map((batch) => heads.map((head) => {
      const chosen = batch === state.batch && head === state.head;
      const name = [...(sizes.batch > 1 ? [words.item(batch + 1)] : []), ...(sizes.heads > 1 ? [words.head(head + 1)] : [])].join(' · ');
      return markup`<button type="button" id="head-${batch}-${head}" data-head="${batch}:${head}" aria-pressed="${String(chosen)}" tabindex="${chosen ? 0 : -1}">${thumbnail(app, batch, head)}<span>${name}</span></button>`;
    }))}</div>`;
  },
};

function thumbnail({ trace, state, file }: App, batch: number, head: number): Markup {
  const matrix = matrixOf(trace, trace.stages.get('weights')!, batch, head);
  const grid = coarser(matrix, blockFor(matrix.rows.length, matrix.columns.length, MOST_CELLS));
  const values = Array.from({ length: grid.rows * grid.columns }, (_, at) => grid.at(Math.floor(at / grid.columns), at % grid.columns));
  const scale = pictureScale(values.filter((x) => x !== undefined), true, state.scale, file.options.cmap);
  const paths = new Map<string, string>();
  values.forEach((x, at) => {
    const color = x === undefined || Number.isNaN(x) ? 'var(--hatch)' : hex(scale.color(scale.low + Math.round(((x - scale.low) / (scale.high - scale.low || 1)) * SHADES) / SHADES * (scale.high - scale.low)));
    paths.set(color, `${paths.get(color) ?? ''}M${at % grid.columns} ${Math.floor(at / grid.columns)}h1v1h-1z`);
  });
  return markup`<svg viewBox="0 0 ${grid.columns} ${grid.rows}" preserveAspectRatio="none" shape-rendering="crispEdges" aria-hidden="true">${[...paths].map(([color, path]) => markup`<path d="${path}" fill="${color}"/>`)}</svg>`;
}
