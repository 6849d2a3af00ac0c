import { takesBlackText, type Rgb } from '../colour/colormap.js';
import { columnFormat } from '../text/column-format.js';
import { digitsOf } from '../derivation/equation.js';
import type { Matrix } from '../../lens/index.js';
import { shownLabels } from '../text/label.js';
import { PICTURE_WORDS } from '../../words/index.js';
import type { Language } from '../renderer.js';
import { markup, type Markup } from '../svg/markup.js';
import { hex } from '../svg/numbers.js';
import type { PictureScale } from '../svg/scale.js';
import { rowSums } from '../parts/title.js';

/** Half-open: [from, to). */
export type Range = readonly [from: number, to: number];

export interface TableOptions {
  readonly lang: Language;
  /** Digits after the point; Infinity for all. */
  readonly digits: number;
  /** Colours of the cells; undefined for none. */
  readonly scale: PictureScale | undefined;
  readonly rows: Range;
  readonly columns: Range;
  /** Sums of rows and columns at the edges. */
  readonly sums: boolean;
}

/** Up to so many columns cells are roomy, up to so many narrow, beyond it without digits. */
const ROOMY = 10;
const NARROW = 28;

/**
 * A matrix as a table of HTML with headings on both sides. Each cell says which it is (`data-cell="weights:2:1"`); a masked one
 * is hatched and says so, NaN is crossed out.
 */
export function stageTable(matrix: Matrix, options: TableOptions): Markup {
  const { stage, columns } = matrix;
  const words = PICTURE_WORDS[options.lang];
  const shownColumns = range(options.columns);
  const shownRows = range(options.rows);
  const room = shownColumns.length <= ROOMY ? 'roomy' : shownColumns.length <= NARROW ? 'narrow' : 'dense';
  const write = writer(matrix, options, room);
  const rowNames = shownLabels(matrix.rows, true);
  const columnNames = shownLabels(columns, true);
  const sums = options.sums ? sumsOf(matrix, options) : undefined;
  return markup`<table class="${room === 'roomy' ? '' : 'small '}${room} ${stage.name}"><thead><tr><td></td>${shownColumns.map((at) => markup`<th scope="col" data-column="${stage.name}:${at}"><span>${columnNames[at]}</span></th>`)}${sums && markup`<th scope="col" class="sum">Σ</th>`}</tr></thead>
<tbody>${shownRows.map(
    (
      row,
    ) => markup`<tr data-row="${stage.name}:${row}"><th scope="row" data-cell="${stage.name}:${row}:-1">${rowNames[row]}</th>${shownColumns.map((column) => cell(matrix, row, column, options, words.masked, write))}${sums && markup`<td class="sum">${sums.rows[row]}</td>`}</tr>
`,
  )}</tbody>${sums && markup`<tfoot><tr><th scope="row" class="sum">${words.heard}</th>${shownColumns.map((at) => markup`<td class="sum">${sums.columns[at]}</td>`)}<td class="sum"></td></tr></tfoot>`}</table>`;
}

function cell(
  matrix: Matrix,
  row: number,
  column: number,
  { scale }: TableOptions,
  masked: string,
  write: (x: number) => string,
): Markup {
  const place = `${matrix.stage.name}:${row}:${column}`;
  if (matrix.masked(row, column)) return markup`<td class="masked" data-cell="${place}"><span>${masked}</span></td>`;
  const x = matrix.at(row, column);
  if (Number.isNaN(x)) return markup`<td class="nan" data-cell="${place}"><span>NaN</span></td>`;
  const colors = scale && colorStyle(scale.color(Number.isFinite(x) ? x : x > 0 ? scale.high : scale.low));
  return markup`<td data-cell="${place}"${colors && markup` style="${colors}"`}>${write(x)}</td>`;
}

/** White or black on a colour, whichever is read better. */
export function colorStyle(color: Rgb): string {
  return `background:${hex(color)};color:${takesBlackText(color) ? '#000' : '#fff'}`;
}

function range([from, to]: Range): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}

function writer(
  { at, masked, stage }: Matrix,
  { rows, columns, digits }: TableOptions,
  room: string,
): (x: number) => string {
  if (digits === Infinity) return digitsOf;
  const values = range(rows).flatMap((row) =>
    range(columns).flatMap((column) => (masked(row, column) ? [] : [at(row, column)])),
  );
  const write = columnFormat(values, room === 'roomy' ? digits : Math.min(digits, 2));
  return room !== 'roomy' && stage.name === 'weights'
    ? (x) =>
        write(x)
          .trim()
          .replace(/^0(?=\.)/, '')
    : (x) => write(x).trim();
}

/** Over all rows and columns, those outside the window too. */
function sumsOf(matrix: Matrix, { digits }: TableOptions): { rows: readonly string[]; columns: readonly string[] } {
  const columns = matrix.columns.map((_, column) =>
    matrix.rows.reduce((sum, _label, row) => sum + matrix.at(row, column), 0),
  );
  const places = Math.min(digits, matrix.columns.length <= ROOMY ? 4 : 2);
  const texts = (all: readonly number[]): string[] => {
    const write = columnFormat(all, places);
    return all.map((x) => write(x).trim());
  };
  return { rows: texts(rowSums(matrix)), columns: texts(columns) };
}
