import { attend } from '../core/attend.js';
import { AttnError } from '../core/error.js';
import { lesson } from '../explain/tell.js';
import { changedProblem, sameChange, unchanged, type App, type Change, type FileOptions, type State } from './state.js';
import type { Problem } from '../core/problem.js';

/** The page as the file has it. */
export function openApp(problem: Problem, options: FileOptions): App {
  const trace = attend(problem);
  const { batch = 0, head = 0, precision, top = Infinity, lang } = options;
  const change = unchanged(trace);
  return {
    file: { problem, trace, options, change },
    trace,
    version: 0,
    failed: false,
    state: {
      change, batch, head, lang, top,
      speaker: lesson(trace, { batch, head }).speaker.index,
      step: 0, pins: [], digits: precision, scale: 'fixed', theme: 'auto', windows: {},
    },
  };
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
