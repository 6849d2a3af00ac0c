import { center, displayWidth, type Glyphs, padEnd, padStart, type Palette } from '../../show/index.js';
import { alignPoints } from '../align.js';
import type { Cell, Column, Role, Table } from '../block.js';
import { barText } from './bar.js';
import { wrapped } from './prose.js';

export interface Pen {
  readonly palette: Palette;
  readonly glyphs: Glyphs;
  /** Any text of ours on its way to the terminal (to ASCII, where it must be). */
  readonly write: (text: string) => string;
}

/** A table as lines without trailing blanks, and the columns it takes. */
export function tableLines(table: Table, pen: Pen): { lines: string[]; width: number } {
  const { columns, rows } = table;
  const texts = columns.map((column, at) => {
    const cells = rows.map((row) => (row[at] ? textOf(row[at], pen) : ''));
    return column.align === 'point' ? alignPoints(cells) : cells;
  });
  const widths = columns.map((column, at) => Math.max(column.least ?? 0, ...texts[at]!.map(displayWidth)));
  const gaps = columns.map((column, at) => column.gap ?? (at === 0 ? 0 : 2));
  const head = table.head;
  if (head) widenFor(head, widths, gaps, pen);

  const lines = rows.map((row, line) =>
    row
      .map((cell, at) => ' '.repeat(gaps[at]!) + drawn(cell, placed(texts[at]![line]!, widths[at]!, columns[at]!), pen))
      .join('')
      .trimEnd(),
  );
  const width = widths.reduce((sum, one, at) => sum + one + gaps[at]!, 0);
  return {
    lines: head ? [headLine(head, table, widths, gaps, pen), ...lines].filter((line) => line !== '' || !head) : lines,
    width,
  };
}

/** The last resort of a narrow terminal: every row as a sentence, broken at blanks; nothing is lost but the columns. */
export function foldedLines({ head, rows }: Table, pen: Pen, width: number): string[] {
  return [...(head ? [head] : []), ...rows].flatMap((row) => {
    const texts = row.map((cell) => textOf(cell, pen).trim()).filter((text) => text !== '');
    return texts.length === 0 ? [] : wrapped(texts.join('  '), width, 2);
  });
}

/** Room for the headings: a column for its own, the last of a span for one that stands over several. */
function widenFor(head: readonly Cell[], widths: number[], gaps: readonly number[], { write }: Pen): void {
  head.forEach(({ text, span = 1 }, at) => {
    const last = at + span - 1;
    const room = widths.slice(at, last + 1).reduce((sum, one, i) => sum + one + (i === 0 ? 0 : gaps[at + i]!), 0);
    widths[last]! += Math.max(0, displayWidth(write(text)) - room);
  });
}

function headLine(
  head: readonly Cell[],
  { columns }: Table,
  widths: readonly number[],
  gaps: readonly number[],
  pen: Pen,
): string {
  let line = '';
  let covered = 0;
  head.forEach((cell, at) => {
    if (at < covered) return;
    const span = cell.span ?? 1;
    covered = at + span;
    const room = widths.slice(at, covered).reduce((sum, one, i) => sum + one + (i === 0 ? 0 : gaps[at + i]!), 0);
    const text = pen.write(cell.text);
    const { align } = columns[at]!;
    line +=
      ' '.repeat(gaps[at]!) +
      paint(
        cell.role,
        align === 'point' ? center(text, room) : align === 'right' ? padStart(text, room) : padEnd(text, room),
        pen,
      );
  });
  return line.trimEnd();
}

function textOf(cell: Cell, { glyphs, write }: Pen): string {
  return cell.bar ? barText(cell.bar, glyphs.bars) : write(cell.text);
}

const placed = (text: string, width: number, { align }: Column): string =>
  align === 'right' ? padStart(text, width) : padEnd(text, width);

function drawn(cell: Cell, text: string, pen: Pen): string {
  return cell.heat === undefined || Number.isNaN(cell.heat)
    ? paint(cell.role, text, pen)
    : pen.palette.weight(text, cell.heat);
}

/** Colours the text, not the blanks around it. */
function paint(role: Role | undefined, text: string, { palette }: Pen): string {
  if (role === undefined || role === 'label' || role === 'weight') return text;
  const [, before, word, after] = /^( *)(.*?)( *)$/s.exec(text) as unknown as [string, string, string, string];
  if (word === '') return text;
  const brush = role === 'self' || role === 'mark' ? palette.bold : palette[role];
  return before + brush(word) + after;
}
