import type { Trace } from '../../core/index.js';
import { asciiFormula } from '../text/glyphs.js';
import { asciiLabel, safeLabel } from '../text/label.js';
import type { Matrix } from '../../lens/index.js';
import { roundNumber } from '../text/number.js';
import { traceText } from '../../words/index.js';
import { tableWords } from '../../words/index.js';
import type { ShowOptions } from '../renderer.js';

/**
 * What stands above a matrix: name, formula, shape, and which head of which batch item where there are several.
 *
 * @example titleParts(matrix, options) // gives ['weights', 'softmax(scaled)', '4×4', 'rows sum to 1']
 */
export function titleParts(matrix: Matrix, { unicode, lang }: Pick<ShowOptions, 'unicode' | 'lang'>): string[] {
  const { stage, batch, head } = matrix;
  const [batches, heads, rows, columns] = stage.tensor.shape;
  const say = tableWords({ unicode, lang });
  const parts = [
    stage.name,
    safeFormula(stage.formula, unicode),
    stage.columns === 'one' ? String(rows) : `${rows}${unicode ? '×' : 'x'}${columns}`,
  ];
  if (batches > 1) parts.push(say.batchItem(batch + 1, batches));
  if (heads > 1) parts.push(say.head(head + 1, heads));
  if (stage.name === 'weights' && rows > 0 && rowSums(matrix).every((sum) => sum === 1)) parts.push(say.rowsSumTo1);
  return parts;
}

/** The sum of every row, without the noise of the last digits: what float64 or float32 can vouch for. */
export function rowSums({ rows, columns, at, stage }: Matrix): number[] {
  const digits = stage.tensor.dtype === 'float32' ? 6 : 12;
  return rows.map((_, row) =>
    roundNumber(
      columns.reduce((sum, _label, column) => sum + at(row, column), 0),
      digits,
    ),
  );
}

/** What was assumed and is not what `attn` does by itself: `causal: top-left`. */
export function unusual({ conventions }: Trace, { unicode, lang }: Pick<ShowOptions, 'unicode' | 'lang'>): string[] {
  return conventions
    .filter(({ standard }) => !standard)
    .map(
      ({ name, value }) =>
        `${name.replaceAll('_', ' ')}: ${safeFormula(traceText(value, unicode ? lang : 'en'), unicode)}`,
    );
}

/** A formula may hold an expression as the user wrote it. */
function safeFormula(text: string, unicode: boolean): string {
  return unicode ? safeLabel(text) : asciiLabel(asciiFormula(text));
}
