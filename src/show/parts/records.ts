import type { Trace } from '../../core/index.js';
import { chosenStages, wantedMatrices } from './choose.js';
import { distinctLabels, safeLabel } from '../text/label.js';
import { exactNumber, roundNumber } from '../text/number.js';
import type { ShowOptions } from '../renderer.js';

/** One cell of one stage, in the long form: stage, batch, head (both from 0), row label, column label, value. */
export type CellRecord = readonly [string, string, string, string, string, string];

/**
 * Every cell of the chosen stages. Labels are made harmless, and repeated tokens told apart (`the#1`, `the#4`), so that
 * a line says which cell it is. `--head` and `--batch` choose here too.
 */
export function* cellRecords(trace: Trace, options: ShowOptions): Generator<CellRecord> {
  for (const stage of chosenStages(trace, options)) {
    for (const matrix of wantedMatrices(trace, stage, options)) {
      const { name } = stage;
      const [batch, head] = [String(matrix.batch), String(matrix.head)];
      const rows = dataLabels(matrix.rows);
      const columns = dataLabels(matrix.columns);
      for (const [i, row] of rows.entries()) {
        for (const [j, column] of columns.entries()) {
          yield [name, batch, head, row, column, dataNumber(matrix.at(i, j), options.round)];
        }
      }
    }
  }
}

/** Full precision, and `nan`, `inf`, `-inf` as NumPy and C read and write them. */
export function dataNumber(x: number, round?: number): string {
  if (Number.isFinite(x)) return exactNumber(round === undefined ? x : roundNumber(x, round));
  return Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf';
}

function dataLabels(labels: readonly string[]): string[] {
  return distinctLabels(labels.map(safeLabel), false);
}
