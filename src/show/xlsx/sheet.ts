import { safeLabel } from '../text/label.js';

/** A matrix on a sheet: a title, labels, numbers, and the formula of each cell where it has one. */
export interface Block {
  readonly title: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly at: (row: number, column: number) => number;
  /** Without the sign of equality. */
  readonly formula?: (row: number, column: number) => string;
}

export interface Sheet {
  readonly name: string;
  readonly blocks: readonly Block[];
  /** Which colours its numbers get: those of weights (0 to 1), those of scores (around 0), or none. */
  readonly colours?: 'weights' | 'scores';
}

/** Where a block begins on its sheet: they stand below each other, all of one size, each with a title and a header. */
const FIRST_ROW = 3;
const BETWEEN = 3;

/** Row and column of a cell of a block, from 1. */
export function rowOf(block: number, rows: number, row: number): number {
  return block * (rows + BETWEEN) + FIRST_ROW + row;
}

/**
 * The letters of a column, from 0 for A.
 *
 * @example columnName(27) // => 'AB'
 */
export function columnName(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (column % 26));
}

/** A stage on its sheet, as formulas refer to it. */
export interface Source {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly blocks: number;
  readonly at: (block: number, row: number, column: number) => number;
}

/** `'scores'!C4` */
export function cell({ name, rows }: Source, block: number, row: number, column: number): string {
  return `'${name}'!${columnName(column + 1)}${rowOf(block, rows, row)}`;
}

/** `'q'!$B3:$E3`: some or all columns of a row. */
export function rowRange(source: Source, block: number, row: number, from = 0, to = source.columns): string {
  const line = rowOf(block, source.rows, row);
  return `'${source.name}'!$${columnName(from + 1)}${line}:$${columnName(to)}${line}`;
}

const escaped = (text: string): string =>
  safeLabel(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const text = (place: string, content: string, style: number): string =>
  `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(content)}</t></is></c>`;

/** What stands for −∞, which a sheet has no number for: text, which MAX passes over. */
export const MINUS_INFINITY = '−∞';

function numberCell(place: string, value: number, formula: string | undefined): string {
  const f = formula === undefined ? '' : `<f>${escaped(formula)}</f>`;
  if (Number.isFinite(value)) return `<c r="${place}" s="2">${f}<v>${value}</v></c>`;
  const shown = value === -Infinity ? MINUS_INFINITY : String(value);
  return f === '' ? text(place, shown, 3) : `<c r="${place}" s="3" t="str">${f}<v>${shown}</v></c>`;
}

/** The XML of a sheet. https://ecma-international.org/publications-and-standards/standards/ecma-376/, part 1, 18.3 */
export function sheetXml({ blocks, colours }: Sheet): string {
  const lines: string[] = [];
  const ranges: string[] = [];
  let widest = 1;
  blocks.forEach(({ title, rows, columns, at, formula }, block) => {
    const top = rowOf(block, rows.length, 0) - 2;
    widest = Math.max(widest, ...rows.map((label) => [...label].length));
    lines.push(`<row r="${top}">${text(`A${top}`, title, 1)}</row>`);
    lines.push(
      `<row r="${top + 1}">${columns.map((label, n) => text(`${columnName(n + 1)}${top + 1}`, label, 4)).join('')}</row>`,
    );
    rows.forEach((label, row) => {
      const line = top + 2 + row;
      const cells = columns.map((_, n) => numberCell(`${columnName(n + 1)}${line}`, at(row, n), formula?.(row, n)));
      lines.push(`<row r="${line}">${text(`A${line}`, label, 4)}${cells.join('')}</row>`);
    });
    if (rows.length > 0 && columns.length > 0)
      ranges.push(`B${top + 2}:${columnName(columns.length)}${top + 1 + rows.length}`);
  });
  const rules = colours && ranges.length > 0 ? RULES[colours](ranges) : '';
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane xSplit="1" topLeftCell="B1" activePane="topRight" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="1" width="${Math.min(Math.max(widest + 2, 10), 40)}" customWidth="1"/><col min="2" max="16384" width="11" customWidth="1"/></cols><sheetData>${lines.join('\n')}</sheetData>${rules}</worksheet>`;
}

const colourScale = (
  range: string,
  priority: number,
  points: readonly (readonly [at: string, rgb: string])[],
): string =>
  `<conditionalFormatting sqref="${range}"><cfRule type="colorScale" priority="${priority}"><colorScale>${points
    .map(([at]) => at)
    .join(
      '',
    )}${points.map(([, rgb]) => `<color rgb="FF${rgb}"/>`).join('')}</colorScale></cfRule></conditionalFormatting>`;

const at = (value: number): string => `<cfvo type="num" val="${value}"/>`;

/** Viridis from 0 to 1 with white digits where it is dark, and blue, white, orange around 0: the colours of the tables. */
const RULES: Readonly<Record<'weights' | 'scores', (ranges: readonly string[]) => string>> = {
  weights: (ranges) =>
    ranges
      .map(
        (range, n) =>
          colourScale(range, 2 * n + 2, [
            [at(0), '440154'],
            [at(0.5), '21918C'],
            [at(1), 'FDE725'],
          ]) +
          `<conditionalFormatting sqref="${range}"><cfRule type="cellIs" dxfId="0" priority="${2 * n + 1}" operator="lessThan"><formula>0.6</formula></cfRule></conditionalFormatting>`,
      )
      .join(''),
  scores: (ranges) =>
    ranges
      .map((range, n) =>
        colourScale(range, n + 1, [
          ['<cfvo type="min"/>', '6F9BD1'],
          [at(0), 'FFFFFF'],
          ['<cfvo type="max"/>', 'E5924A'],
        ]),
      )
      .join(''),
};
