import { MASKED_STAGES, type Stage, type Trace } from '../core/index.js';
import { chosenMatrices, chosenStages } from './parts/choose.js';
import { palette, type Palette } from './colour.js';
import { glyphs } from './text/glyphs.js';
import { hatch } from './heatmap/paint.js';
import { heatmap } from './heatmap.js';
import { matrixTable } from './table/matrix-table.js';
import type { Matrix } from '../lens/index.js';
import { shownLabels } from './text/label.js';
import { titled } from './parts/several-renderers.js';
import type { Renderer, SeveralRenderer, ShowOptions } from './renderer.js';
import { titleParts, unusual } from './parts/title.js';
import { topList } from './table/top.js';
import { tableWords } from '../words/index.js';
import { clipLabel } from './text/clip.js';
import { wrapParts } from './text/wrap.js';

/**
 * Stages as tables for people: title, labels on both sides, decimals under each other, weights and scores on colours.
 * Below stands what was masked and what was assumed. With `before`, what hiding a token changed is shown twice.
 */
export const renderTable: Renderer = (trace, options) => {
  const paint = palette(options.color, options.cmap);
  const signs = glyphs(options.unicode);
  const blocks = chosenStages(trace, options).flatMap((stage) => stageBlocks(trace, stage, options, paint));

  const marked = chosenStages(trace, options).some(
    ({ name }) => MASKED_STAGES.includes(name) && !(name === 'weights' && options.top),
  );
  const legend =
    trace.mask && marked
      ? [paint.dim(`${options.heatmap ? hatch(options.unicode) : signs.masked} ${tableWords(options).masked}`)]
      : [];
  const assumed = unusual(trace, options);
  const conventions = assumed.length > 0 ? [wrapParts(assumed, options.unicode ? ' · ' : '; ', options.width)] : [];
  const last = [...legend, ...conventions].join('\n');
  return `${[...blocks, ...(last === '' ? [] : [last])].join('\n\n')}\n`;
};

/** The same of several results, each under a title in bold. */
export const renderTables: SeveralRenderer = titled(renderTable, (title, { color, width, unicode }) =>
  palette(color).bold(clipLabel(title, width, unicode ? '…' : '...')),
);

/** A stage, first as it was before `--hide` when it was different then. */
function stageBlocks(trace: Trace, stage: Stage, options: ShowOptions, paint: Palette): string[] {
  const earlier = options.before?.stages.get(stage.name);
  if (!options.before || !earlier || sameNumbers(earlier, stage)) return stageTables(trace, stage, options, paint);
  const hidden = hiddenLabels(trace, options.unicode).join(', ');
  const say = tableWords(options);
  return [
    ...stageTables(options.before, earlier, options, paint, say.before(hidden)),
    ...stageTables(trace, stage, options, paint, say.after(hidden)),
  ];
}

function stageTables(trace: Trace, stage: Stage, options: ShowOptions, paint: Palette, note?: string): string[] {
  const { matrices, left } = chosenMatrices(trace, stage, options);
  const tables = matrices.map((matrix) => matrixBlock(matrix, options, paint, note));
  return left === undefined ? tables : [[...tables, paint.dim(tableWords(options).otherHeads(left))].join('\n')];
}

function matrixBlock(matrix: Matrix, options: ShowOptions, paint: Palette, note?: string): string {
  const say = tableWords(options);
  const top = matrix.stage.name === 'weights' ? options.top : undefined;
  const parts = [...titleParts(matrix, options), ...(note ? [note] : []), ...(top ? [say.largest(top)] : [])];
  const [name = '', ...rest] = parts;
  const title = wrapParts([paint.bold(name), ...rest], '  ', options.width);
  if (matrix.rows.length === 0) return `${title}\n  ${say.noRows}`;
  if (matrix.columns.length === 0) return `${title}\n  ${say.noColumns}`;
  if (top) return `${title}\n${topList(matrix, top, options, paint)}`;
  if (options.heatmap) return `${title}\n${heatmap(matrix, options, paint)}`;

  const { lines, left } = matrixTable(matrix, options, paint);
  const footer =
    left.length > 0 ? [paint.dim(wrapParts(say.showing(left.join(', ')).split(/(?<=;) /), ' ', options.width))] : [];
  return [title, lines, ...footer].join('\n');
}

/** What `--hide` took away, safe to show. */
export function hiddenLabels({ problem, tokens }: Trace, unicode: boolean): string[] {
  const labels = shownLabels(tokens.key, unicode);
  return (problem.hide ?? []).map((at) => labels[at] ?? String(at + 1));
}

function sameNumbers(a: Stage, b: Stage): boolean {
  return a.tensor.data.length === b.tensor.data.length && a.tensor.data.every((x, i) => Object.is(x, b.tensor.data[i]));
}
