import { barText, type Pen } from '../../explain/index.js';
import { asciiLabel, clipLabel, displayWidth, padEnd, padStart, safeLabel } from '../../show/index.js';

/** Numbers beside each other, one a row, each with a bar. */
export interface BarColumn {
  readonly title: string;
  /** As they are written. */
  readonly texts: readonly string[];
  /** 0 to 1: how long the bar is. */
  readonly shares: readonly number[];
  /** The highlighted row. */
  readonly strong?: number;
}

const GAP = 2;
const LONGEST_LABEL = 16;
const BAR = { least: 3, most: 12 } as const;

/** How wide the columns are at the least, to see whether they go beside each other. */
export function leastWidth(labels: readonly string[], columns: readonly BarColumn[], pen: Pen): number {
  return (
    labelWidth(labels, pen) +
    columns.reduce(
      (sum, column) => sum + GAP + Math.max(textWidth(column) + 1 + BAR.least, displayWidth(column.title)),
      0,
    )
  );
}

/**
 * A row for each label, with a number and its bar for each column.
 *
 * @param labels words of the user's: made safe here
 * @param width to fit into; bars take what is left, 3 to 12 columns each
 */
export function barRows(labels: readonly string[], columns: readonly BarColumn[], width: number, pen: Pen): string[] {
  const left = labelWidth(labels, pen);
  const fixed = left + columns.reduce((sum, column) => sum + GAP + textWidth(column) + 1, 0);
  const bar = Math.max(BAR.least, Math.min(BAR.most, Math.floor((width - fixed) / columns.length)));
  const wide = columns.map((column) => Math.max(textWidth(column) + 1 + bar, displayWidth(column.title)));
  const gap = ' '.repeat(GAP);
  const head =
    ' '.repeat(left) + columns.map(({ title }, n) => gap + pen.palette.dim(padEnd(title, wide[n]!))).join('');
  return [
    head,
    ...labels.map((label, row) => {
      const cells = columns.map((column, n) => {
        const text = padStart(column.texts[row]!, textWidth(column));
        const cell = padEnd(
          `${text} ${barText({ share: column.shares[row]!, width: bar }, pen.glyphs.bars)}`,
          wide[n]!,
        );
        return gap + (column.strong === row ? pen.palette.bold(cell) : cell);
      });
      return padEnd(shownLabel(label, pen), left) + cells.join('');
    }),
  ].map((line) => line.trimEnd());
}

function textWidth({ texts }: BarColumn): number {
  return Math.max(...texts.map(displayWidth));
}

function labelWidth(labels: readonly string[], pen: Pen): number {
  return Math.max(0, ...labels.map((label) => displayWidth(shownLabel(label, pen))));
}

function shownLabel(label: string, pen: Pen): string {
  const safe = pen.glyphs.ellipsis === '…' ? safeLabel(label) : asciiLabel(label);
  return clipLabel(safe, LONGEST_LABEL, pen.glyphs.ellipsis);
}
