import type { Axis, Causal, Problem, Trace } from '../core/index.js';
import type { CellPlace, ColorMap, Language, ScaleMode } from '../show/index.js';

/** What may be changed about the problem, in the page. */
export interface Change {
  readonly hide: readonly number[];
  readonly causal: Causal | false;
  readonly temperature: number;
}

/** What the file said about showing. */
export interface FileOptions {
  readonly precision: number;
  readonly top?: number;
  readonly cmap?: ColorMap;
  readonly head?: number;
  readonly batch?: number;
  readonly lang: Language;
  readonly version: string;
}

/** Everything that the page remembers; panels are drawn from it and from the trace. */
export interface State {
  readonly change: Change;
  readonly batch: number;
  readonly head: number;
  /** The query that tells its lesson. */
  readonly speaker: number;
  readonly step: number;
  /** The cell that is pointed at or has the focus. */
  readonly cell?: CellPlace | undefined;
  /** Stay until they are let go; several weights are added up. */
  readonly pins: readonly CellPlace[];
  /** Infinity: all of them. */
  readonly digits: number;
  /** Lines of the head view for each word; Infinity: all. */
  readonly top: number;
  readonly scale: ScaleMode;
  readonly lang: Language;
  readonly theme: 'auto' | 'light' | 'dark';
  /** Where the shown part of a long axis begins. */
  readonly windows: Partial<Readonly<Record<Axis, number>>>;
}

/** A problem of the file, as it is there and as it was left when another was chosen. */
export interface Item {
  readonly file: { readonly problem: Problem; readonly trace: Trace; readonly change: Change };
  readonly trace: Trace;
  readonly change: Change;
  readonly speaker: number;
}

export interface App {
  readonly options: FileOptions;
  /** Every problem of the file; what is said of the one that is shown stands beside it, and is put back when it is left. */
  readonly items: readonly Item[];
  /** Which of them is shown. */
  readonly at: number;
  readonly file: Item['file'];
  readonly trace: Trace;
  /** Grows with every computation. */
  readonly version: number;
  /** The last change could not be computed. */
  readonly failed: boolean;
  readonly state: State;
}

/** The change that leaves everything as the file has it. */
export function unchanged({ conventions, problem }: Trace): Change {
  const causal = conventions.find(({ name }) => name === 'causal')?.value;
  const corner = causal?.code === 'causal' && causal.corner;
  return { hide: problem.hide ?? [], causal: corner || false, temperature: problem.temperature ?? 1 };
}

/** The problem of the file under a change; the same object where nothing is changed. */
export function changedProblem(problem: Problem, file: Change, change: Change): Problem {
  if (sameChange(file, change)) return problem;
  const { hide, causal, temperature, ...rest } = problem;
  return {
    ...rest,
    ...(change.hide.length > 0 && { hide: change.hide }),
    ...(change.causal && { causal: change.causal }),
    ...(change.temperature !== 1 && { temperature: change.temperature }),
  };
}

export function sameChange(a: Change, b: Change): boolean {
  return (
    a.causal === b.causal &&
    a.temperature === b.temperature &&
    a.hide.length === b.hide.length &&
    a.hide.every((at) => b.hide.includes(at))
  );
}
