import { outward } from '../core/form.js';
import type { Stage, Trace } from '../core/trace.js';
import { chosenStages, wantedMatrices } from './parts/choose.js';
import { cellRecords, dataNumber, type CellRecord } from './parts/records.js';
import type { Renderer, ShowOptions } from './renderer.js';

/** A spreadsheet takes what begins so for a formula: https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[ ]*[=+\-@\t\r\n]/;

/**
 * Comma-separated values, RFC 4180 with bare newlines. One matrix alone (`only`, of one head or of all heads side by side)
 * is bare numbers, which can be read back as a matrix; everything else is the long form, a cell a line, under a header.
 *
 * Labels are quoted where they must be, and all of them as soon as one begins like a formula of a spreadsheet.
 */
export const renderCsv: Renderer = separated(',');

/** The same with tabs. */
export const renderTsv: Renderer = separated('\t');

function separated(comma: string): Renderer {
  return (trace, options) => {
    const [stage] = chosenStages(trace, options);
    const alone = options.only !== undefined && stage && loneMatrix(trace, stage, options);
    if (alone) {
      const { rows, columns, at } = alone;
      let text = '';
      for (let row = 0; row < rows; row++) {
        text += `${Array.from({ length: columns }, (_, column) => dataNumber(at(row, column), options.round)).join(comma)}\n`;
      }
      return text;
    }
    const records = [...cellRecords(trace, options)];
    const quoteAll = records.some(([, , , row, column]) => FORMULA.test(row) || FORMULA.test(column));
    const label = (text: string): string =>
      quoteAll || text.includes('"') || text.includes(comma) ? `"${text.replaceAll('"', '""')}"` : text;
    const line = ([name, batch, head, row, column, value]: CellRecord): string =>
      [name, batch, head, label(row), label(column), value].join(comma);
    return `${[['stage', 'batch', 'head', 'row', 'column', 'value'].join(comma), ...records.map(line)].join('\n')}\n`;
  };
}

interface Lone {
  readonly rows: number;
  readonly columns: number;
  readonly at: (row: number, column: number) => number;
}

/** The stage as one matrix, if it is one: by the form of the input, or because one head was chosen. */
function loneMatrix(trace: Trace, stage: Stage, options: ShowOptions): Lone | undefined {
  const {
    shape: [rows = 0, columns = 1, ...more],
    data,
  } = outward(trace, stage);
  if (more.length === 0) return { rows, columns, at: (row, column) => data[row * columns + column] ?? NaN };
  const [matrix, ...others] = wantedMatrices(trace, stage, options);
  if (!matrix || others.length > 0) return undefined;
  return { rows: matrix.rows.length, columns: matrix.columns.length, at: matrix.at };
}
