import { SCORE_STAGES } from '../../core/index.js';
import { clipLabel } from '../text/clip.js';
import type { Palette } from '../colour.js';
import { columnFormat } from '../text/column-format.js';
import type { Glyphs } from '../text/glyphs.js';
import type { Matrix } from '../../lens/index.js';
import { displayWidth, padStart } from '../text/width.js';

/** The numbers of a matrix as texts that stand under their column labels. */
export interface Cells {
  /** Columns of the terminal that a column of the matrix takes. */
  readonly widths: readonly number[];
  readonly header: (column: number) => string;
  readonly cell: (row: number, column: number) => string;
}

/** How the numbers are to be written. */
export interface CellOptions {
  readonly precision: number;
  readonly unicode: boolean;
  readonly signs: Glyphs;
  readonly paint: Palette;
  /** Labels of the columns, safe to show. */
  readonly labels: readonly string[];
  /** A bar of one character behind each weight, in place of colour. */
  readonly bars: boolean;
  /** Widest a label may make its column; a number may be wider. */
  readonly widest: number;
}

/** Stages whose numbers lie about 0 and are compared with each other. */
const SCORES: ReadonlySet<string> = new Set(SCORE_STAGES);

/**
 * The cells of some rows of a matrix: one number of digits and one scale of colours for all of them.
 *
 * @param rows the rows that will be shown; numbers of other rows do not make columns wider
 */
export function cells(matrix: Matrix, rows: readonly number[], options: CellOptions): Cells {
  const { at, masked, columns, stage } = matrix;
  const { paint, signs, bars, labels } = options;
  const values: number[] = [];
  let largest = 0;
  for (const row of rows) {
    for (let column = 0; column < columns.length; column++) {
      if (masked(row, column)) continue;
      const x = at(row, column);
      values.push(x);
      if (Number.isFinite(x)) largest = Math.max(largest, Math.abs(x));
    }
  }
  const write = columnFormat(values, options.precision, options.unicode);
  const numberWidth = values.length > 0 ? write(values[0] ?? 0).length : 1;
  const names = labels.map((label) => clipLabel(label, Math.max(numberWidth, options.widest), signs.ellipsis));
  const widths = names.map((name) => Math.max(displayWidth(name), numberWidth) + (bars ? 3 : 2));
  const behind = bars ? 2 : 1;

  const text = (row: number, column: number): string => {
    const width = (widths[column] ?? 0) - behind;
    if (masked(row, column)) return paint.dim(padStart(signs.masked, width) + ' '.repeat(behind));
    const x = at(row, column);
    const shown = padStart(write(x), width);
    if (Number.isNaN(x)) return paint.error(shown + ' '.repeat(behind));
    if (stage.name === 'weights') return paint.weight(`${shown}${bars ? bar(x, signs) : ' '}`, x);
    if (SCORES.has(stage.name) && Number.isFinite(x)) return paint.score(`${shown} `, largest > 0 ? x / largest : 0);
    return `${shown} `;
  };
  return {
    widths,
    header: (column) => padStart(names[column] ?? '', (widths[column] ?? 0) - behind) + ' '.repeat(behind),
    cell: text,
  };
}

/** A blank and an eighth of a cell for each eighth of a weight. */
function bar(share: number, { bars }: Glyphs): string {
  const step = Math.round((bars.length - 1) * Math.min(1, Math.max(0, share)));
  return ` ${bars[step] ?? ' '}`;
}
