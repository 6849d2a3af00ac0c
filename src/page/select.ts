import type { Axis, StageName, Trace } from '../core/index.js';
import { type CellPlace, type Range, shownLabels } from '../show/index.js';
import { lensOn, type Matrix } from '../lens/index.js';
import type { App } from './state.js';

/** Up to this length an axis is shown whole; of a longer one, a window. */
const WHOLE: Readonly<Record<Axis, number>> = { query: 64, key: 64, 'new-key': 64, feature: 32, one: 1 };
export const WINDOW = 32;

/** The matrix of a stage in the head that is looked at: of the key head that serves it, of the only one where heads are joined. */
export function currentMatrix({ trace, state }: Pick<App, 'trace' | 'state'>, name: StageName): Matrix | undefined {
  return lensOn(trace, state.batch, state.head).matrix(name);
}

/** The part of an axis that is shown. */
export function shownRange({ state }: Pick<App, 'state'>, axis: Axis, length: number): Range {
  if (length <= WHOLE[axis]) return [0, length];
  const start = Math.max(0, Math.min(state.windows[axis] ?? 0, length - WINDOW));
  return [start, start + WINDOW];
}

/** The start of the window that holds `at`, moved as little as possible. */
export function windowAround(app: Pick<App, 'state'>, axis: Axis, length: number, at: number): number | undefined {
  const [from, to] = shownRange(app, axis, length);
  if (at >= from && at < to) return undefined;
  return at < from ? at : at - WINDOW + 1;
}

/** `weights:2:1`, as the cells of the tables are called. */
export function cellName({ stage, row, column }: Pick<CellPlace, 'stage' | 'row' | 'column'>): string {
  return `${stage}:${row}:${column}`;
}

export function cellOf(name: string, { state }: Pick<App, 'state'>): CellPlace {
  const [stage, row, column] = name.split(':') as [StageName, string, string];
  return { stage, batch: state.batch, head: state.head, row: Number(row), column: Number(column) };
}

export function sameCell(a: CellPlace, b: CellPlace): boolean {
  return a.batch === b.batch && a.head === b.head && cellName(a) === cellName(b);
}

/** What panel D tells of: what is pointed at, else what is pinned, else the strongest weight of the word that speaks. */
export function shownCell(app: App): CellPlace {
  const { cell, pins, batch, head, speaker: row } = app.state;
  const matrix = currentMatrix(app, 'weights')!;
  const strongest = (): number =>
    matrix.columns.reduce((best, _, column) => (matrix.at(row, column) > matrix.at(row, best) ? column : best), 0);
  return cell ?? pins[0] ?? { stage: 'weights', batch, head, row, column: strongest() };
}

/** Names of queries and keys, safe to show and all different. */
export function names({ tokens }: Trace): { queries: readonly string[]; keys: readonly string[] } {
  return { queries: shownLabels(tokens.query, true), keys: shownLabels(tokens.key, true) };
}
