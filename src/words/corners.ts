/** More rows and columns than these are cut off. */
const ROWS = 8;
const COLUMNS = 16;

const GAP = ' '.repeat(6);

/**
 * The two causal masks of a rectangular score matrix side by side, ■ = may attend.
 *
 * @param more says how many rows are not drawn
 * @example drawBothCorners(1, 2, String)[1] // => '■ ·           ■ ■'
 */
export function drawBothCorners(nQ: number, nK: number, more: (rows: number) => string): string[] {
  const rows = Math.min(nQ, ROWS);
  const columns = Math.min(nK, COLUMNS);
  const draw = (i: number, offset: number): string =>
    Array.from({ length: columns }, (_, j) => (j <= i + offset ? '■' : '·')).join(' ') + (columns < nK ? ' …' : '');
  const width = Math.max(draw(0, 0).length, 'top-left'.length);
  return [
    `${'top-left'.padEnd(width)}${GAP}bottom-right`,
    ...Array.from({ length: rows }, (_, i) => draw(i, 0).padEnd(width) + GAP + draw(i, nK - nQ)),
    ...(rows < nQ ? [more(nQ - rows)] : []),
  ];
}
