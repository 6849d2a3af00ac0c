import { attend, AttnError, type Problem } from '../core/index.js';
import { lesson } from '../explain/index.js';
import {
  changedProblem,
  sameChange,
  unchanged,
  type App,
  type Change,
  type FileOptions,
  type Item,
  type State,
} from './state.js';

/** A problem of the file, and who tells its lesson when the file says it. */
export interface PageProblem {
  readonly problem: Problem;
  readonly speaker?: number | undefined;
}

/** The page as the file has it. */
export function openApp(problems: readonly PageProblem[], options: FileOptions): App {
  const { batch = 0, head = 0, precision, top = Infinity, lang } = options;
  const items = problems.map(({ problem, speaker }): Item => {
    const trace = attend(problem);
    const change = unchanged(trace);
    return {
      file: { problem, trace, change },
      trace,
      change,
      speaker: speaker ?? lesson(trace, { batch, head }).speaker.index,
    };
  });
  const { file, trace, change, speaker } = items[0]!;
  return {
    options,
    items,
    file,
    trace,
    at: 0,
    version: 0,
    failed: false,
    state: {
      change,
      batch,
      head,
      speaker,
      lang,
      top,
      step: 0,
      pins: [],
      digits: precision,
      scale: 'fixed',
      theme: 'auto',
      windows: {},
    },
  };
}

/** Every problem as it is now, the one that is shown among them. */
export function itemsNow({ items, at, file, trace, state: { change, speaker } }: App): Item[] {
  return items.map((item, index) => (index === at ? { file, trace, change, speaker } : item));
}

/** Another problem of the file, as it was left. Where both have the same sizes, what is pinned and who speaks stay: they can be compared. */
export function withItem(app: App, at: number): App {
  if (at === app.at) return app;
  const items = itemsNow(app);
  const { file, trace, change, speaker } = items[at]!;
  const alike = (['batch', 'heads', 'nQ', 'nK', 'dK', 'dV'] as const).every(
    (size) => trace.sizes[size] === app.trace.sizes[size],
  );
  const state = { ...app.state, change, cell: undefined, ...(!alike && { speaker, pins: [], windows: {} }) };
  return { ...app, items, at, file, trace, version: app.version + 1, failed: false, state };
}

/** The page under another what-if: the same `core` as the command's computes it again. What cannot be computed is said and not done. */
export function withChange(app: App, change: Change): App {
  const { problem, change: own, trace: original } = app.file;
  try {
    const trace = sameChange(own, change) ? original : attend(changedProblem(problem, own, change));
    return { ...app, trace, failed: false, version: app.version + 1, state: { ...app.state, change } };
  } catch (error) {
    if (!(error instanceof AttnError)) throw error;
    return { ...app, failed: true };
  }
}

export function withState(app: App, state: Partial<State>): App {
  return { ...app, state: { ...app.state, ...state } };
}
