import { MASKED_STAGES } from '../core/index.js';
import { chosenStages, wantedMatrices } from './parts/choose.js';
import { columnFormat } from './text/column-format.js';
import type { Matrix } from '../lens/index.js';
import { latexFormula, latexNumber, latexText } from './latex/escape.js';
import { shownLabels } from './text/label.js';
import { titled } from './parts/several-renderers.js';
import type { Renderer, SeveralRenderer, ShowOptions } from './renderer.js';
import { titleParts, unusual } from './parts/title.js';
import { tableWords } from '../words/index.js';

/** amsmath's bmatrix takes no more columns than this without a setting. */
const BMATRIX_COLUMNS = 10;

/**
 * Stages as displayed formulas, `name = formula = matrix`, for a document that loads amsmath. Nothing is left out.
 * With tokens the matrix is an array with its labels; without, a bmatrix.
 */
export const renderLatex: Renderer = (trace, options) => {
  const { given } = trace.tokens;
  const stages = chosenStages(trace, options);
  const blocks = stages.flatMap((stage) =>
    wantedMatrices(trace, stage, options).map((matrix) => display(matrix, given, options)),
  );
  const masked = trace.mask && stages.some(({ name }) => MASKED_STAGES.includes(name));
  const notes = [
    ...(masked ? [`· ${tableWords(options).masked}`] : []),
    ...unusual(trace, { ...options, unicode: true }),
  ];
  const last = notes.length > 0 ? [`\\noindent ${notes.map(latexText).join('; ')}.`] : [];
  return `${['% needs \\usepackage{amsmath}', ...blocks, ...last].join('\n\n')}\n`;
};

/** The same of several results, each under a heading. */
export const renderLatexes: SeveralRenderer = titled(renderLatex, (title) => `\\subsection*{${latexText(title)}}`);

function display(matrix: Matrix, labelled: boolean, options: ShowOptions): string {
  const [name = '', formula = '', shape = '', ...notes] = titleParts(matrix, { ...options, unicode: true });
  const comment = `% ${[name, shape, ...notes].join(', ')}`;
  const left = `${latexFormula(name)} = ${latexFormula(formula)}`;
  if (matrix.rows.length === 0 || matrix.columns.length === 0) return `${comment}\n\\[ ${left} \\]`;
  return [comment, '\\[', `${left} =`, labelled ? withLabels(matrix, options) : bare(matrix, options), '\\]'].join(
    '\n',
  );
}

function bare(matrix: Matrix, options: ShowOptions): string {
  const columns = matrix.columns.length;
  const lines = body(matrix, options)
    .map((cells) => `  ${cells.join(' & ')}`)
    .join(' \\\\\n');
  return columns > BMATRIX_COLUMNS
    ? `\\left[\\begin{array}{${'r'.repeat(columns)}}\n${lines}\n\\end{array}\\right]`
    : `\\begin{bmatrix}\n${lines}\n\\end{bmatrix}`;
}

function withLabels(matrix: Matrix, options: ShowOptions): string {
  const text = (labels: readonly string[]): string[] =>
    shownLabels(labels, true).map((label) => `\\text{${latexText(label)}}`);
  const rows = text(matrix.rows);
  const lines = body(matrix, options)
    .map((cells, row) => `  ${[rows[row] ?? '', ...cells].join(' & ')}`)
    .join(' \\\\\n');
  return [
    `\\begin{array}{r|${'r'.repeat(matrix.columns.length)}}`,
    `  & ${text(matrix.columns).join(' & ')} \\\\ \\hline`,
    lines,
    '\\end{array}',
  ].join('\n');
}

function body({ rows, columns, at, masked }: Matrix, { precision }: ShowOptions): string[][] {
  const open = rows.flatMap((_, row) =>
    columns.flatMap((_label, column) => (masked(row, column) ? [] : [at(row, column)])),
  );
  const write = columnFormat(open, precision);
  return rows.map((_, row) =>
    columns.map((_label, column) => (masked(row, column) ? '\\cdot' : latexNumber(write(at(row, column)).trim()))),
  );
}
