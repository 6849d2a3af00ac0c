const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII_LEVELS = ['_', '.', '-', '=', '#'];

/**
 * Numbers as columns in one line, from 0 to their largest.
 *
 * @param most columns; where there are more numbers, the last ones are shown
 * @example sparkline([1, 0.5, 0], 10, true) // => '█▅▁'
 */
export function sparkline(values: readonly number[], most: number, unicode: boolean): string {
  const levels = unicode ? LEVELS : ASCII_LEVELS;
  const shown = values.slice(-most);
  const top = Math.max(...values, Number.MIN_VALUE);
  return shown.map((value) => levels[Math.round((value / top) * (levels.length - 1))]!).join('');
}

/** A curve that is drawn in cells: its lines, from the top. */
export interface Curve {
  readonly lines: readonly string[];
  readonly top: number;
}

/**
 * Numbers as columns several lines high, to an eighth of a line, from 0 at the bottom. More numbers than columns: each column
 * is the mean of its share of them.
 *
 * @param height lines
 */
export function curve(values: readonly number[], width: number, height: number, unicode: boolean): Curve {
  const levels = unicode ? LEVELS : ASCII_LEVELS;
  const columns = resampled(values, width);
  const top = Math.max(...columns, Number.MIN_VALUE);
  const lines = Array.from({ length: height }, (_, line) =>
    columns
      .map((value) => {
        const filled = (value / top) * height - (height - 1 - line);
        if (filled >= 1) return levels.at(-1)!;
        const part = Math.round(filled * levels.length) - 1;
        return part >= 0 ? levels[part]! : line === height - 1 ? levels[0]! : ' ';
      })
      .join(''),
  );
  return { lines, top };
}

/** Few numbers are drawn two columns wide. */
function resampled(values: readonly number[], width: number): number[] {
  if (2 * values.length <= width) return values.flatMap((value) => [value, value]);
  if (values.length <= width) return [...values];
  return Array.from({ length: width }, (_, column) => {
    const part = values.slice(
      Math.floor((column * values.length) / width),
      Math.floor(((column + 1) * values.length) / width),
    );
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}
