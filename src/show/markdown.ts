import { MASKED_STAGES } from '../core/index.js';
import { chosenStages, wantedMatrices } from './parts/choose.js';
import { columnFormat } from './text/column-format.js';
import { glyphs } from './text/glyphs.js';
import type { Matrix } from '../lens/index.js';
import { shownLabels } from './text/label.js';
import { titled } from './parts/several-renderers.js';
import type { Renderer, SeveralRenderer, ShowOptions } from './renderer.js';
import { rowSums, titleParts, unusual } from './parts/title.js';
import { padEnd, padStart, displayWidth } from './text/width.js';
import { tableWords } from '../words/index.js';

/**
 * Stages as GitHub tables, each under its title, the columns of the source aligned too. Nothing is left out.
 * Source: https://github.github.com/gfm/#tables-extension-
 */
export const renderMarkdown: Renderer = (trace, options) => {
  const stages = chosenStages(trace, options);
  const blocks = stages.flatMap((stage) =>
    wantedMatrices(trace, stage, options).map((matrix) => block(matrix, options)),
  );
  const masked = trace.mask && stages.some(({ name }) => MASKED_STAGES.includes(name));
  const notes = [
    ...(masked ? [`${glyphs(options.unicode).masked} ${tableWords(options).masked}`] : []),
    ...unusual(trace, options),
  ];
  const last = notes.length > 0 ? [notes.map((note) => `- ${markdownText(note)}`).join('\n')] : [];
  return `${[...blocks, ...last].join('\n\n')}\n`;
};

/** The same of several results, each under a heading. */
export const renderMarkdowns: SeveralRenderer = titled(renderMarkdown, (title) => `## ${markdownText(title)}`);

/**
 * Text that Markdown shows as it is: no emphasis, link, code, HTML or table border can come of it.
 *
 * @example markdownText('a|b <i>') // => 'a\\|b &lt;i&gt;'
 */
export function markdownText(text: string): string {
  return text
    .replace(/[&<>]/g, (sign) => (sign === '&' ? '&amp;' : sign === '<' ? '&lt;' : '&gt;'))
    .replace(/[\\`*_[\]|~$]/g, (sign) => `\\${sign}`);
}

function block(matrix: Matrix, options: ShowOptions): string {
  const [name = '', ...rest] = titleParts(matrix, options);
  const title = [`**${markdownText(name)}**`, ...rest.map(markdownText)].join(' · ');
  const say = tableWords(options);
  if (matrix.rows.length === 0) return `${title}\n\n${markdownText(say.noRows)}`;
  if (matrix.columns.length === 0) return `${title}\n\n${markdownText(say.noColumns)}`;
  return `${title}\n\n${table(matrix, options)}`;
}

function table(matrix: Matrix, { unicode, precision }: ShowOptions): string {
  const { rows, columns, at, masked, stage } = matrix;
  const signs = glyphs(unicode);
  const open = rows.flatMap((_, row) =>
    columns.flatMap((_label, column) => (masked(row, column) ? [] : [at(row, column)])),
  );
  const write = columnFormat(open, precision, unicode);
  const sums = stage.name === 'weights' ? rowSums(matrix) : undefined;
  const writeSum = columnFormat(sums ?? [], precision, unicode);

  const labels = shownLabels(rows, unicode).map(markdownText);
  const head = ['', ...shownLabels(columns, unicode).map(markdownText), ...(sums ? [signs.sum] : [])];
  const body = rows.map((_, row) => [
    labels[row] ?? '',
    ...columns.map((_label, column) => (masked(row, column) ? signs.masked : write(at(row, column)).trim())),
    ...(sums ? [writeSum(sums[row] ?? 0).trim()] : []),
  ]);
  const widths = head.map((name, column) =>
    body.reduce((most, cells) => Math.max(most, displayWidth(cells[column] ?? '')), Math.max(2, displayWidth(name))),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? padEnd : padStart)(cell, widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...body.map(line)].join('\n');
}
