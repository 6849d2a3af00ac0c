import { blockFor, coarser, hex, markup, type Markup, type PictureScale } from '../show/index.js';
import type { Matrix } from '../lens/index.js';

/** A matrix as a small picture, in blocks where it is large: one path a colour, however many cells have it. */
export function mosaic(
  matrix: Matrix,
  scale: PictureScale,
  mostCells: number,
): { paths: Markup; block: number; rows: number; columns: number } {
  const block = blockFor(matrix.rows.length, matrix.columns.length, mostCells);
  const { rows, columns, at } = coarser(matrix, block);
  const paths = new Map<string, string>();
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = at(row, column);
      const color = x === undefined || Number.isNaN(x) ? 'var(--hatch)' : hex(scale.color(x));
      paths.set(color, `${paths.get(color) ?? ''}M${column} ${row}h1v1h-1z`);
    }
  }
  return {
    block,
    rows,
    columns,
    paths: markup`${[...paths].map(([color, path]) => markup`<path d="${path}" fill="${color}"/>`)}`,
  };
}
