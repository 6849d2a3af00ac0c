import type { Palette } from '../colour.js';
import { box } from './box.js';
import { cells, type Cells } from './cells.js';
import { clipLabel } from '../text/clip.js';
import { columnFormat } from '../text/column-format.js';
import { fitColumns, keptIndexes, type Kept } from './fit.js';
import { glyphs } from '../text/glyphs.js';
import type { Matrix } from '../../lens/index.js';
import { shownLabels } from '../text/label.js';
import type { ShowOptions } from '../renderer.js';
import { rowSums } from '../parts/title.js';
import { displayWidth, padStart } from '../text/width.js';
import { tableWords } from '../../words/index.js';

/** On a terminal, the middle of a longer matrix is left out. */
const MOST_ROWS = 40;

/** A matrix in a frame: labels | numbers | row sums of weights. */
export interface MatrixTable {
  readonly lines: string;
  /** `6 of 64 columns`, `40 of 100 rows`, as far as something is left out. */
  readonly left: readonly string[];
}

/** Draws one matrix as wide as it needs, or with its middle columns left out where the terminal is narrower. */
export function matrixTable(matrix: Matrix, options: ShowOptions, paint: Palette): MatrixTable {
  const { unicode, width, precision } = options;
  const signs = glyphs(unicode);
  const finite = width !== Infinity;
  const { rows, columns, stage } = matrix;

  const keptRows: Kept =
    finite && rows.length > MOST_ROWS ? { first: MOST_ROWS / 2, last: MOST_ROWS / 2 } : { first: rows.length, last: 0 };
  const rowIndexes = keptIndexes(keptRows, rows.length);
  const shownRows = rowIndexes.filter((row) => row !== undefined);

  const allLabels = shownLabels(rows, unicode);
  const labels = finite
    ? allLabels.map((label) => clipLabel(label, Math.max(8, width >> 2), signs.ellipsis))
    : allLabels;
  const labelWidth = shownRows.reduce((most, row) => Math.max(most, displayWidth(labels[row] ?? '')), 0);

  const sums = stage.name === 'weights' ? rowSums(matrix) : [];
  const writeSum = columnFormat(
    shownRows.map((row) => sums[row] ?? 0),
    precision,
    unicode,
  );
  const sumWidth = sums.length > 0 ? Math.max(signs.sum.length, writeSum(sums[0] ?? 0).length) : 0;
  const sumCell = (text: string): string[] => (sums.length > 0 ? [` ${padStart(text, sumWidth)} `] : []);

  const room = width - labelWidth - 5 - (sums.length > 0 ? sumWidth + 3 : 0);
  const columnLabels =
    stage.columns === 'one'
      ? [stage.name === 'entropy' ? tableWords(options).bits : tableWords(options).nats]
      : shownLabels(columns, unicode);
  const withBars = stage.name === 'weights' && unicode && paint.level < 2;
  const body = roomiest(room, withBars, (bars, widest) =>
    cells(matrix, shownRows, { precision, unicode, signs, paint, labels: columnLabels, bars, widest }),
  );
  const gap = ` ${signs.ellipsis} `;
  const keptColumns = fitColumns(body.widths, room, gap.length);
  const columnIndexes = keptIndexes(keptColumns, columns.length);
  const line = (write: (column: number) => string): string =>
    columnIndexes.map((column) => (column === undefined ? paint.dim(gap) : write(column))).join('');

  const labelPaint = axisPaint(stage.rows, paint);
  const headPaint = axisPaint(stage.columns, paint);
  const drawn = rowIndexes.map((row) =>
    row === undefined
      ? [
          ` ${padStart(signs.ellipsis, labelWidth)} `,
          line((column) => paint.dim(padStart(signs.ellipsis, (body.widths[column] ?? 1) - 1) + ' ')),
          ...sumCell(''),
        ]
      : [
          ` ${labelPaint(padStart(labels[row] ?? '', labelWidth))} `,
          line((column) => body.cell(row, column)),
          ...sumCell(writeSum(sums[row] ?? 0)),
        ],
  );
  const header = [' '.repeat(labelWidth + 2), line((column) => headPaint(body.header(column))), ...sumCell(signs.sum)];

  const say = tableWords(options).left;
  const columnCount = keptColumns.first + keptColumns.last;
  return {
    lines: box([header, ...drawn], signs, paint.dim),
    left: [
      ...(columnCount < columns.length ? [say.columns(columnCount, columns.length)] : []),
      ...(shownRows.length < rows.length ? [say.rows(shownRows.length, rows.length)] : []),
    ],
  };
}

/** The most comfortable way that fits: with bars, then without, then with shortened labels. */
function roomiest(room: number, bars: boolean, make: (bars: boolean, widest: number) => Cells): Cells {
  const ways: (readonly [boolean, number])[] = [[bars, Infinity], ...(bars ? [[false, Infinity] as const] : [])];
  if (room !== Infinity) ways.push([false, 10], [false, 6]);
  for (const way of ways) {
    const made = make(...way);
    if (made.widths.reduce((sum, width) => sum + width, 0) <= room) return made;
  }
  return make(false, 10);
}

function axisPaint(axis: Matrix['stage']['rows'], paint: Palette): (text: string) => string {
  if (axis === 'query') return paint.query;
  return axis === 'key' || axis === 'new-key' ? paint.key : (text) => text;
}
