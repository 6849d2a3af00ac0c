import { coarser, type Grid } from './heatmap/bucket.js';
import { clipLabel } from './text/clip.js';
import type { Palette } from './colour.js';
import { columnFormat } from './text/column-format.js';
import { glyphs } from './text/glyphs.js';
import { columnLines, ticks } from './heatmap/labels.js';
import { heatPaint, type HeatPaint } from './heatmap/paint.js';
import { heatScale, type HeatScale } from './heatmap/scale.js';
import type { Matrix } from '../lens/index.js';
import { shownLabels } from './text/label.js';
import type { ShowOptions } from './renderer.js';
import { displayWidth, padStart } from './text/width.js';
import { tableWords } from '../words/index.js';

/** Up to so many rows, cells are three lines high. */
const TALL_ROWS = 6;
/** Where width does not matter, so many columns still carry their numbers. */
const MOST_NUMBERED = 16;

/** How large a cell is drawn; `half`: two rows of cells in one line of characters. */
interface CellSize {
  readonly width: number;
  readonly height: 1 | 3 | 'half';
}

/**
 * A matrix as a picture, as large as the width allows: tall cells with their numbers, flat ones with numbers, small
 * ones, half-blocks; and when even these do not fit, blocks of cells as their mean. A scale stands below.
 */
export function heatmap(matrix: Matrix, options: ShowOptions, paint: Palette): string {
  const { unicode, width, cmap } = options;
  const signs = glyphs(unicode);
  const colored = paint.level > 1;
  const isWeights = matrix.stage.name === 'weights';
  const labels = shownLabels(matrix.rows, unicode).map((label) =>
    width === Infinity ? label : clipLabel(label, Math.max(8, width >> 2), signs.ellipsis),
  );
  const labelWidth = labels.reduce((most, label) => Math.max(most, displayWidth(label)), 3);
  const room = width - labelWidth - 2;

  const whole = coarser(matrix, 1);
  const numbers = numberTexts(whole, isWeights, options);
  const { size, blocks } = fit(whole, numbers.width, room, colored && unicode, colored);
  const grid = coarser(matrix, blocks);
  const scale = heatScale(grid, isWeights, paint.level, cmap);
  const draw = heatPaint(scale, unicode, paint);

  const plain = size.width === 1;
  const columns = plain
    ? [ticks(grid.columns, blocks)]
    : columnLines(shownLabels(matrix.columns, unicode), size.width, signs.ellipsis);
  const rowLabel = (row: number): string => (plain ? rowTick(row, blocks) : (labels[row] ?? ''));
  const head = columns.map((line) => `${' '.repeat(labelWidth + 2)}${paint.key(line.trimEnd())}`.trimEnd());
  const body = gridLines(grid, size, draw, numbers.text).map(
    ({ row, text }) =>
      `${row === undefined ? ' '.repeat(labelWidth) : paint.query(padStart(rowLabel(row), labelWidth))}  ${text}`,
  );

  const rule = blocks > 1 ? [paint.dim(tableWords(options).everyBlock(blocks))] : [];
  return [
    ...head,
    ...body,
    '',
    `${' '.repeat(labelWidth)}  ${scaleBar(scale, draw, paint, unicode, room)}`,
    ...rule,
  ].join('\n');
}

/** Which size of cell fits, and how many cells go into a block when none does. */
function fit(
  { rows, columns }: Grid,
  number: number,
  room: number,
  halves: boolean,
  colored: boolean,
): { size: CellSize; blocks: number } {
  const numbered = number + (colored ? 2 : 4);
  const fits = (width: number): boolean => (room === Infinity ? columns <= MOST_NUMBERED : columns * width <= room);
  if (fits(Math.max(8, numbered)) && rows <= TALL_ROWS)
    return { size: { width: Math.max(8, numbered), height: 3 }, blocks: 1 };
  if (fits(numbered)) return { size: { width: numbered, height: 1 }, blocks: 1 };
  if (columns * 2 <= room) return { size: { width: 2, height: 1 }, blocks: 1 };
  const blocks = Math.max(1, Math.ceil(columns / Math.max(1, room)));
  return { size: { width: 1, height: halves ? 'half' : 1 }, blocks };
}

/** The lines of the grid; `row` where a line is the one to carry the label of that row. */
function gridLines(
  { rows, columns, at }: Grid,
  size: CellSize,
  draw: HeatPaint,
  text: (x: number) => string,
): { row?: number; text: string }[] {
  const line = (write: (column: number) => string): string =>
    Array.from({ length: columns }, (_, column) => write(column)).join('');
  const lines: { row?: number; text: string }[] = [];
  for (let row = 0; row < rows; row++) {
    if (size.height === 'half') {
      lines.push({
        row,
        text: line((column) => draw.half(at(row, column), row + 1 < rows ? at(row + 1, column) : null)),
      });
      row++;
      continue;
    }
    const numbered = size.width > 2;
    const label = line((column) => {
      const x = at(row, column);
      return draw.cell(x, size.width, numbered && x !== undefined ? text(x) : '');
    });
    const blank = size.height === 3 ? [{ text: line((column) => draw.cell(at(row, column), size.width, '')) }] : [];
    lines.push(...blank, { row, text: label }, ...blank);
  }
  return lines;
}

/** A weight that two digits would show as 0; written as a power of ten it would take the numbers of all others away. */
const FAINT = { below: 0.005, text: '<.01' } as const;

/** Two digits are enough beside a colour; the table has the others. */
function numberTexts(
  { rows, columns, at }: Grid,
  isWeights: boolean,
  { unicode }: ShowOptions,
): { width: number; text: (x: number) => string } {
  if (columns > 2 * MOST_NUMBERED) return { width: Infinity, text: () => '' };
  const values: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = at(row, column);
      if (x !== undefined) values.push(x);
    }
  }
  const isFaint = (x: number): boolean => isWeights && x > 0 && x < FAINT.below;
  const write = columnFormat(
    values.filter((x) => !isFaint(x)),
    2,
    unicode,
  );
  const text = (x: number): string => (isFaint(x) ? FAINT.text : write(x).trim());
  return { width: values.reduce((most, x) => Math.max(most, text(x).length), 1), text };
}

/** Every tenth row of the picture says which row of the matrix it begins with. */
function rowTick(row: number, blocks: number): string {
  return row % 10 === 0 ? String(row * blocks + 1) : '';
}

/** The scale, from one end to the other, with the numbers of its ends. */
function scaleBar(scale: HeatScale, draw: HeatPaint, { level }: Palette, unicode: boolean, room: number): string {
  const free = room - scale.ends.join('  ').length;
  const steps = level > 1 ? Math.max(8, Math.min(32, free)) : glyphs(unicode).shades.length;
  const each = level > 1 ? 1 : Math.max(1, Math.min(3, Math.floor(free / steps)));
  const bar = Array.from({ length: steps }, (_, i) =>
    draw.cell(scale.low + (i / (steps - 1)) * (scale.high - scale.low), each, ''),
  ).join('');
  return `${scale.ends[0]} ${bar} ${scale.ends[1]}`;
}
