import type { Axis } from '../core/index.js';
import { cellOf, currentMatrix, windowAround } from './select.js';
import type { App, State } from './state.js';

const STEPS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['ArrowUp', [-1, 0]],
  ['ArrowDown', [1, 0]],
  ['ArrowLeft', [0, -1]],
  ['ArrowRight', [0, 1]],
]);

/**
 * Where an arrow key (Home, End) leads from a cell: its name, and the window that has to be opened for it. Column −1 is the word in
 * front of the row.
 */
export function moveFrom(app: App, name: string, key: string): { name: string; windows: State['windows'] } | undefined {
  const place = cellOf(name, app);
  const matrix = currentMatrix(app, place.stage);
  if (!matrix) return undefined;
  const step = STEPS.get(key);
  const row = step ? clamp(place.row + step[0], 0, matrix.rows.length - 1) : place.row;
  const column = step
    ? clamp(place.column + step[1], -1, matrix.columns.length - 1)
    : key === 'Home'
      ? 0
      : key === 'End'
        ? matrix.columns.length - 1
        : undefined;
  if (column === undefined) return undefined;
  const windows = { ...app.state.windows };
  const open = (axis: Axis, length: number, at: number): void => {
    const start = windowAround(app, axis, length, Math.max(0, at));
    if (start !== undefined) windows[axis] = start;
  };
  open(matrix.stage.rows, matrix.rows.length, row);
  if (column >= 0) open(matrix.stage.columns, matrix.columns.length, column);
  return { name: `${place.stage}:${row}:${column}`, windows };
}

/** In a group of buttons or words of which one takes the Tab: the next one in the direction of the key. */
export function moveInGroup(group: Element, from: Element, key: string): HTMLElement | SVGElement | undefined {
  const items = [...group.querySelectorAll<HTMLElement | SVGElement>('[tabindex]')];
  const at = items.indexOf(from as HTMLElement);
  if (key === 'ArrowUp' || key === 'ArrowLeft') return items[Math.max(0, at - 1)];
  if (key === 'ArrowDown' || key === 'ArrowRight') return items[Math.min(items.length - 1, at + 1)];
  return key === 'Home' ? items[0] : key === 'End' ? items.at(-1) : undefined;
}

const clamp = (x: number, low: number, high: number): number => Math.max(low, Math.min(high, x));
