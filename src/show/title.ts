import type { Trace } from '../core/trace.js';
import { asciiFormula } from './glyphs.js';
import { asciiLabel, safeLabel } from './label.js';
import type { Matrix } from './matrices.js';
import { words } from './words.js';
import type { ShowOptions } from './renderer.js';

/**
 * What stands above a matrix: name, formula, shape, and which head of which batch item where there are several.
 *
 * @example titleParts(matrix, trace, options) // => ['weights', 'softmax(scaled)', '4×4', 'rows sum to 1']
 */
export function titleParts(matrix: Matrix, { unicode, lang }: Pick<ShowOptions, 'unicode' | 'lang'>): string[] {
  const { stage, batch, head } = matrix;
  const [batches, heads, rows, columns] = stage.tensor.shape as [number, number, number, number];
  const say = words({ unicode, lang });
  const parts = [
    stage.name,
    safeFormula(stage.formula, unicode),
    stage.columns === 'one' ? String(rows) : `${rows}${unicode ? '×' : 'x'}${columns}`,
  ];
  if (batches > 1) parts.push(say.batchItem(batch + 1, batches));
  if (heads > 1) parts.push(say.head(head + 1, heads));
  if (stage.name === 'weights' && rows > 0 && rowSums(matrix).every((sum) => Math.abs(sum - 1) < 1e-9)) parts.push(say.rowsSumTo1);
  return parts;
}

/** The sum of every row. */
export function rowSums({ rows, columns, at }: Matrix): number[] {
  return rows.map((_, row) => columns.reduce((sum, _label, column) => sum + at(row, column), 0));
}

/** What was assumed and is not what `attn` does by itself: `causal: top-left`. */
export function unusual({ conventions }: Trace, unicode: boolean): string[] {
  return conventions
    .filter(({ standard }) => !standard)
    .map(({ name, value }) => `${name.replaceAll('_', ' ')}: ${safeFormula(value, unicode)}`);
}

/** A formula may hold an expression as the user wrote it. */
function safeFormula(text: string, unicode: boolean): string {
  return unicode ? safeLabel(text) : asciiLabel(asciiFormula(text));
}
