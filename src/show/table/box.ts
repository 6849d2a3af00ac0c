import Table from 'cli-table3';
import type { Glyphs } from '../text/glyphs.js';
import { displayWidth } from '../text/width.js';

const STAND_IN = '\ue000';

/**
 * A frame round rows of cells, with a line under the first row. The cells of a column must be equally wide already.
 *
 * cli-table3 measures with an older table of widths than `displayWidth` and has colours of its own, so it is told the
 * widths and given one private-use character for each cell; the cells take their places afterwards.
 *
 * @param paint colours the frame
 * @returns lines without a newline at the end
 */
export function box(
  rows: readonly (readonly string[])[],
  { box: sign }: Glyphs,
  paint: (text: string) => string,
): string {
  const [head = [], ...body] = rows;
  const standIns = head.map(() => STAND_IN);
  const table = new Table({
    head: standIns,
    colWidths: head.map(displayWidth),
    chars: {
      top: sign.top,
      'top-left': sign.topLeft,
      'top-mid': sign.topMid,
      'top-right': sign.topRight,
      mid: sign.mid,
      'left-mid': sign.midLeft,
      'mid-mid': sign.midMid,
      'right-mid': sign.midRight,
      bottom: sign.top,
      'bottom-left': sign.bottomLeft,
      'bottom-mid': sign.bottomMid,
      'bottom-right': sign.bottomRight,
      left: sign.side,
      middle: sign.side,
      right: sign.side,
    },
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  });
  for (let row = 0; row < body.length; row++) table.push(standIns);
  const cells = rows.flat().values();
  return table
    .toString()
    .replace(/\ue000 *|[^\ue000\n]+/g, (run) => (run.startsWith(STAND_IN) ? (cells.next().value ?? '') : paint(run)));
}
