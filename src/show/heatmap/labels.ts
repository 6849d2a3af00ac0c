import { clipLabel } from '../text/clip.js';
import { center, displayWidth, padEnd } from '../text/width.js';

/** No vertical label is taller. */
const TALLEST = 12;

/**
 * Lines above a heatmap that name its columns: beside each other where they fit, else on two lines in turns, else
 * (cells of two) letter under letter.
 *
 * @param labels safe to show
 * @param cell width of a cell, 2 at least
 */
export function columnLines(labels: readonly string[], cell: number, ellipsis: string): string[] {
  if (cell === 2) return vertical(labels, ellipsis);
  if (labels.every((label) => displayWidth(label) < cell)) return [labels.map((label) => center(label, cell)).join('')];
  const wide = 2 * cell;
  const every = (start: number): string =>
    labels
      .filter((_, at) => at % 2 === start)
      .map((label) => center(clipLabel(label, wide - 1, ellipsis), wide))
      .join('');
  // The upper labels begin half a cell before their cells, the lower ones half a cell after the edge.
  const half = cell >> 1;
  const upper = every(0);
  return [upper.startsWith(' '.repeat(half)) ? upper.slice(half) : upper, ' '.repeat(cell - half) + every(1)];
}

/** `1         11        21`: with which column of the matrix every tenth column of the picture begins. */
export function ticks(count: number, blocks: number): string {
  let line = '';
  for (let column = 0; column < count; column += 10) line = `${line.padEnd(column)}${column * blocks + 1} `;
  return line;
}

function vertical(labels: readonly string[], ellipsis: string): string[] {
  const segmenter = new Intl.Segmenter();
  const stacks = labels.map((label) => {
    const letters = Array.from(segmenter.segment(label), ({ segment }) => segment);
    return letters.length <= TALLEST ? letters : [...letters.slice(0, TALLEST - 1), ellipsis.slice(0, 1)];
  });
  const height = stacks.reduce((most, letters) => Math.max(most, letters.length), 0);
  return Array.from({ length: height }, (_, line) =>
    stacks.map((letters) => padEnd(letters[line - height + letters.length] ?? '', 2)).join(''),
  );
}
