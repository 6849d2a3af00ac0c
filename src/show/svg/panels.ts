import { type Stage, type Trace } from '../../core/index.js';
import type { Grid } from '../heatmap/bucket.js';
import { chosenStages, wantedMatrices } from '../parts/choose.js';
import type { Matrix } from '../../lens/index.js';
import { shownLabels } from '../text/label.js';
import { PICTURE_WORDS } from '../../words/index.js';
import { resultNames, type ResultName } from '../parts/several.js';
import type { Language, Result, ShowOptions } from '../renderer.js';
import { clipLabel } from '../text/clip.js';
import { tableWords } from '../../words/index.js';
import { heat, INK } from './heat.js';
import { chooseLinks, links } from './links.js';
import { markup, type Markup } from './markup.js';
import type { PictureScale } from './scale.js';
import { blockFor, MOST_CELLS, sheetOf, type Sheet } from './sheet.js';
import { usageError } from '../facts.js';

/** All panels together have no more cells than this: beyond it they are drawn in larger blocks. */
const MOST_IN_ALL = 16_000;
/** And their titles write out no more products than this in all; beyond it the three largest of each sum. */
const MOST_PRODUCTS = 100_000;
/** From one word of the head view to the next, at least. */
const LEAST_LINE = 16;
export const GAP = 40;

/** One head of one batch item, before or after something was hidden. */
export interface Panel {
  readonly trace: Trace;
  readonly matrix: Matrix;
  readonly sheet: Sheet;
  readonly caption: string;
}

/** The stage that is drawn: the weights, or that of `--only`. */
export function stageOf(trace: Trace, { only }: Pick<ShowOptions, 'only'>): Stage {
  return chosenStages(trace, { only: only ?? 'weights', stages: [] })[0]!;
}

/**
 * What there is to draw, made ready: of every result every head asked for, first as it was before `--hide`.
 *
 * @throws AttnError when a computation has no such stage, head or batch item
 */
export function panelsOf(results: readonly Result[]): Panel[] {
  const { lang, precision } = results[0]!.options;
  const names =
    results.length > 1
      ? resultNames(
          results.map(({ trace }) => trace),
          { lang, unicode: true },
        )
      : [];
  const all = results.flatMap(({ trace, options }, at) => panelsOfOne(trace, options, names[at]));

  const longest = (axis: (matrix: Matrix) => readonly unknown[]): number =>
    all.reduce((most, { matrix }) => Math.max(most, axis(matrix).length), 0);
  const rows = longest((matrix) => matrix.rows);
  const columns = longest((matrix) => matrix.columns);
  const side = Math.max(1, Math.min(MOST_CELLS, Math.floor(Math.sqrt(MOST_IN_ALL / all.length))));
  const block = blockFor(rows, columns, side);
  const products = all.reduce(
    (sum, { matrix, trace }) => sum + matrix.rows.length * matrix.columns.length * trace.sizes.dK,
    0,
  );
  const most = products <= MOST_PRODUCTS ? Infinity : 3;
  return all.map((panel) => ({
    ...panel,
    sheet: sheetOf(panel.trace, panel.matrix, { precision, lang, block, most }),
  }));
}

function panelsOfOne(trace: Trace, options: ShowOptions, name: ResultName | undefined): Omit<Panel, 'sheet'>[] {
  const { before, lang } = options;
  const whose =
    name && [name.which, ...(name.sentence === undefined ? [] : [`“${clipLabel(name.sentence, 40, '…')}”`])].join(': ');
  const of = (one: Trace, when: string) =>
    wantedMatrices(one, stageOf(one, options), options).map((matrix) => ({
      trace: one,
      matrix,
      caption: [whose, when, headText(matrix, lang)].filter(Boolean).join(' · '),
    }));
  const hidden = before ? hiddenText(trace) : '';
  const say = tableWords({ lang, unicode: true });
  const panels = [...(before ? of(before, say.before(hidden)) : []), ...of(trace, before ? say.after(hidden) : '')];
  if (panels.length === 0)
    throw usageError({ code: 'no-such-matrix', heads: trace.sizes.heads, batch: trace.sizes.batch });
  return panels;
}

/** Caption, heatmap and, for weights, the head view beside it. */
export function drawPanel(
  { matrix, sheet, caption }: Panel,
  scale: PictureScale,
  { lang, top }: ShowOptions,
  hatch: string,
): { drawing: Markup; width: number; height: number } {
  const say = PICTURE_WORDS[lang];
  const picture = heat(sheet, scale, say, hatch);
  const down = caption === '' ? 0 : 24;
  const { rowLabels: rows, columnLabels: columns, grid, cell } = sheet;
  const height = Math.max(grid.rows * cell.height, LEAST_LINE * Math.max(rows.length, columns.length));
  const view =
    hasLinks(matrix, sheet) &&
    links({ rows, columns, choice: chooseLinks(matrix, top), top: picture.top, height }, say);
  return {
    width: picture.width + (view ? GAP + view.width : 0),
    height: Math.max(picture.height, view ? picture.top + height : 0) + down,
    drawing: markup`${caption !== '' && markup`<text y="11" font-size="13" font-weight="600" fill="${INK}">${caption}</text>`}<g transform="translate(0 ${down})">${picture.drawing}
${view && markup`<g transform="translate(${picture.width + GAP} 0)">${view.drawing}</g>`}</g>`,
  };
}

/** Lines are drawn for single weights, not for blocks of them. */
export function hasLinks(matrix: Matrix, sheet: Sheet): boolean {
  return matrix.stage.name === 'weights' && sheet.block === 1;
}

/** Every number of a grid; undefined where all is masked. */
export function valuesIn({ rows, columns, at }: Grid): (number | undefined)[] {
  return Array.from({ length: rows * columns }, (_, cell) => at(Math.floor(cell / columns), cell % columns));
}

/** Which head of which batch item, where there are several. */
export function headText({ stage, batch, head }: Matrix, lang: Language): string {
  const [batches, heads] = stage.tensor.shape;
  const say = tableWords({ lang, unicode: true });
  return [
    ...(batches > 1 ? [say.batchItem(batch + 1, batches)] : []),
    ...(heads > 1 ? [say.head(head + 1, heads)] : []),
  ].join(' · ');
}

function hiddenText({ problem, tokens }: Trace): string {
  return shownLabels(tokens.key, true)
    .filter((_, at) => problem.hide?.includes(at))
    .map((name) => `'${name}'`)
    .join(', ');
}
