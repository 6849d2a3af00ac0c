import type { Trace } from '../../core/index.js';
import { coarser, type Grid } from '../heatmap/bucket.js';
import { columnFormat } from '../text/column-format.js';
import { deriver } from '../derivation/derivation.js';
import type { Matrix } from '../../lens/index.js';
import { shownLabels } from '../text/label.js';
import { PICTURE_WORDS } from '../../words/index.js';
import type { Language } from '../renderer.js';
import { rowSums } from '../parts/title.js';
import { clipped, textWidth } from './text-width.js';

/** No picture has more cells than this on a side; larger matrices are drawn in blocks. */
export const MOST_CELLS = 64;
/** Up to so many cells on a side all digits are written, up to so many two digits. */
const ALL_DIGITS = 10;
const TWO_DIGITS = 24;
const NUMBER_SIZE = 12;
/** A title gives the sum of a longer row without its terms: they would be written in every cell of the row. */
const MOST_TERMS = 12;

/** A matrix made ready for drawing: labels, texts, sizes. */
export interface Sheet {
  readonly matrix: Matrix;
  /** One cell of the picture is a square of so many cells of the matrix. */
  readonly block: number;
  readonly grid: Grid;
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  readonly cell: { readonly width: number; readonly height: number };
  readonly numberSize: number;
  /** What stands in a cell; nothing where it would not fit. */
  readonly text: (x: number) => string;
  /** What a cell tells when it is pointed at. */
  readonly title: (row: number, column: number) => string;
  /** Row and column sums, of weights only. */
  readonly sums?: { readonly rows: readonly string[]; readonly columns: readonly string[] };
}

export interface SheetOptions {
  readonly precision: number;
  readonly lang: Language;
  readonly block: number;
  /** Products written out in a title. */
  readonly most: number;
}

/** The smallest block with which a matrix keeps within so many cells on a side. */
export function blockFor(rows: number, columns: number, mostCells: number): number {
  return Math.max(1, Math.ceil(Math.max(rows, columns) / mostCells));
}

export function sheetOf(trace: Trace, matrix: Matrix, { precision, lang, block, most }: SheetOptions): Sheet {
  const grid = coarser(matrix, block);
  const size = Math.max(grid.rows, grid.columns);
  const digits = size <= ALL_DIGITS ? precision : 2;
  const write = columnFormat(valuesOf(grid), digits);
  const text = size <= TWO_DIGITS ? (x: number): string => write(x).trim() : (): string => '';
  const room = Math.max(0, ...Array.from(valuesOf(grid), (x) => textWidth(text(x), NUMBER_SIZE)));
  const wide = size <= ALL_DIGITS ? Math.max(58, room + 14) : size <= TWO_DIGITS ? Math.max(34, room + 8) : 16;
  const high = size <= ALL_DIGITS ? 44 : size <= TWO_DIGITS ? 30 : 16;
  const label = (labels: readonly string[]): string[] =>
    block === 1 ? clipped(shownLabels(labels, true)) : ranges(labels.length, block);
  return {
    matrix,
    block,
    grid,
    text,
    rowLabels: label(matrix.rows),
    columnLabels: label(matrix.columns),
    cell: { width: Math.ceil(wide), height: high },
    numberSize: NUMBER_SIZE,
    title: block === 1 ? exactTitle(trace, matrix, lang, most) : blockTitle(matrix, grid, block, lang),
    ...(matrix.stage.name === 'weights' && block === 1 && { sums: sumsOf(matrix, Math.min(digits, precision)) }),
  };
}

function* valuesOf({ rows, columns, at }: Grid): Generator<number> {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = at(row, column);
      if (x !== undefined) yield x;
    }
  }
}

function exactTitle(trace: Trace, { stage, batch, head }: Matrix, lang: Language, most: number): Sheet['title'] {
  const derive = deriver(trace, { lang, most, terms: MOST_TERMS });
  return (row, column) => {
    const { title, lines } = derive({ stage: stage.name, batch, head, row, column });
    return [title, ...lines].join('\n');
  };
}

function blockTitle({ rows, columns, masked }: Matrix, grid: Grid, block: number, lang: Language): Sheet['title'] {
  const words = PICTURE_WORDS[lang];
  const range = (at: number, count: number): [number, number] => [at * block, Math.min(count, (at + 1) * block)];
  return (row, column) => {
    const [top, bottom] = range(row, rows.length);
    const [left, right] = range(column, columns.length);
    let hidden = 0;
    for (let i = top; i < bottom; i++) for (let j = left; j < right; j++) if (masked(i, j)) hidden++;
    const place = words.block(`${top + 1}–${bottom}`, `${left + 1}–${right}`, (bottom - top) * (right - left), hidden);
    const mean = grid.at(row, column);
    return mean === undefined ? place : `${place}; ${words.blockMean} ${mean}`;
  };
}

/** Every eighth block says with which row of the matrix it begins. */
function ranges(count: number, block: number): string[] {
  return Array.from({ length: Math.ceil(count / block) }, (_, at) => (at % 8 === 0 ? String(at * block + 1) : ''));
}

function sumsOf(matrix: Matrix, digits: number): NonNullable<Sheet['sums']> {
  const columns = matrix.columns.map((_, column) =>
    matrix.rows.reduce((sum, _label, row) => sum + matrix.at(row, column), 0),
  );
  const rows = rowSums(matrix);
  const write = (all: readonly number[]): string[] => all.map((x) => columnFormat(all, digits)(x).trim());
  return { rows: write(rows), columns: write(columns) };
}
