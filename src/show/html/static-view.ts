import type { Trace } from '../../core/index.js';
import { wantedMatrices } from '../parts/choose.js';
import type { ShowOptions } from '../renderer.js';
import { markup, type Markup } from '../svg/markup.js';
import { pictureScale } from '../svg/scale.js';
import { titleParts } from '../parts/title.js';
import { stageTable } from './stage-table.js';

/** Larger matrices are not written out for those who read without scripts. */
const MOST_CELLS = 10_000;

/** What a reader sees without scripts: the weights as tables, head by head. */
export function staticView(trace: Trace, options: ShowOptions): Markup {
  const stage = trace.stages.get('weights')!;
  const scale = pictureScale([], true, 'fixed', options.cmap);
  let cells = 0;
  const tables = wantedMatrices(trace, stage, options).map((matrix) => {
    const { rows, columns } = matrix;
    cells += rows.length * columns.length;
    return (
      cells <= MOST_CELLS &&
      markup`<figure><figcaption>${titleParts(matrix, { ...options, unicode: true }).join(' · ')}</figcaption>
${stageTable(matrix, { lang: options.lang, digits: options.precision, scale, rows: [0, rows.length], columns: [0, columns.length], sums: true })}</figure>
`
    );
  });
  return markup`<div class="static">${tables}</div>`;
}
