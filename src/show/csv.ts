import { outward, type Stage, type Trace } from '../core/index.js';
import { chosenStages, wantedMatrices } from './parts/choose.js';
import { cellRecords, dataNumber } from './parts/records.js';
import { numbered } from './parts/several-renderers.js';
import type { Renderer, Result, SeveralRenderer, ShowOptions } from './renderer.js';

/** A spreadsheet takes what begins so for a formula: https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[ ]*[=+\-@\t\r\n]/;

/**
 * Comma-separated values, RFC 4180 with bare newlines. One matrix alone (`only`, of one head or of all heads side by side)
 * is bare numbers, which can be read back as a matrix; everything else is the long form, a cell a line, under a header.
 *
 * Labels are quoted where they must be, and all of them as soon as one begins like a formula of a spreadsheet.
 */
export const renderCsv: Renderer = (trace, options) => separated({ trace, options }, ',');

/** The same with tabs. */
export const renderTsv: Renderer = (trace, options) => separated({ trace, options }, '\t');

/** The same of several results: the long form with a first column `problem`; matrices alone with an empty line between them. */
export const renderCsvs: SeveralRenderer = (results, options) => severalSeparated(results, options, ',');

/** The same with tabs. */
export const renderTsvs: SeveralRenderer = (results, options) => severalSeparated(results, options, '\t');

const COLUMNS = ['stage', 'batch', 'head', 'row', 'column', 'value'];

function separated({ trace, options }: Result, comma: string): string {
  const [stage] = chosenStages(trace, options);
  const alone = options.only !== undefined && stage && loneMatrix(trace, stage, options);
  if (!alone) return `${[COLUMNS.join(comma), ...longForm({ trace, options }, comma)].join('\n')}\n`;
  const { rows, columns, at } = alone;
  let text = '';
  for (let row = 0; row < rows; row++) {
    text += `${Array.from({ length: columns }, (_, column) => dataNumber(at(row, column), options.round)).join(comma)}\n`;
  }
  return text;
}

async function severalSeparated(results: AsyncIterable<Result>, { only }: ShowOptions, comma: string): Promise<string> {
  if (only === undefined)
    return `${['problem', ...COLUMNS].join(comma)}\n${await numbered(results, comma, (result) => longForm(result, comma))}`;
  const matrices: string[] = [];
  for await (const result of results) matrices.push(separated(result, comma));
  return matrices.join('\n');
}

/** A line for each cell. */
function longForm({ trace, options }: Result, comma: string): string[] {
  const records = [...cellRecords(trace, options)];
  const quoteAll = records.some(([, , , row, column]) => FORMULA.test(row) || FORMULA.test(column));
  const label = (text: string): string =>
    quoteAll || text.includes('"') || text.includes(comma) ? `"${text.replaceAll('"', '""')}"` : text;
  return records.map(([name, batch, head, row, column, value]) =>
    [name, batch, head, label(row), label(column), value].join(comma),
  );
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
