import type { Palette } from '../colour.js';
import { fixedNumber } from '../text/number.js';
import { glyphs } from '../text/glyphs.js';
import type { Matrix } from '../../lens/index.js';
import { shownLabels } from '../text/label.js';
import type { ShowOptions } from '../renderer.js';
import { padStart, displayWidth } from '../text/width.js';
import { tableWords } from '../../words/index.js';
import { wrapParts } from '../text/wrap.js';

/**
 * The largest weights of each row, as a list: `it → animal 0.41, street 0.12, … 6 others share 0.31`.
 * Equal weights stay in the order of the sentence; masked keys are not counted.
 */
export function topList(matrix: Matrix, count: number, options: ShowOptions, paint: Palette): string {
  const { unicode, precision } = options;
  const signs = glyphs(unicode);
  const rows = shownLabels(matrix.rows, unicode);
  const columns = shownLabels(matrix.columns, unicode);
  const widest = rows.reduce((most, label) => Math.max(most, displayWidth(label)), 0);

  return rows
    .map((label, row) => {
      const ranked = columns
        .map((name, column) => ({ name, share: matrix.at(row, column), masked: matrix.masked(row, column) }))
        .filter(({ masked }) => !masked)
        .sort((a, b) => b.share - a.share);
      const parts = ranked
        .slice(0, count)
        .map(({ name, share }) => `${paint.key(name)} ${paint.weight(fixedNumber(share, precision), share)}`);
      const others = ranked.slice(count);
      if (others.length > 0) {
        const share = others.reduce((sum, other) => sum + other.share, 0);
        parts.push(
          `${signs.ellipsis} ${tableWords(options).othersShare(others.length, fixedNumber(share, precision))}`,
        );
      }
      const [first = '', ...rest] = parts;
      return wrapParts(
        [`  ${paint.query(padStart(label, widest))} ${signs.arrow} ${first}`, ...rest],
        ', ',
        options.width,
      );
    })
    .join('\n');
}
