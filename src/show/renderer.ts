import type { StageName, Trace } from '../core/index.js';
import type { Language } from '../words/index.js';

export type { Language };

/** How a trace is to be shown. Everything is decided already: a renderer asks no environment and no terminal. */
export interface ShowOptions {
  /** The stages to show, in order; those that the trace does not have are left out. */
  readonly stages: readonly StageName[];
  /** One stage alone, as a bare matrix. */
  readonly only?: StageName;
  /** Digits after the point, in tables only. */
  readonly precision: number;
  /** Rounds data too (JSON, CSV), to so many digits after the point. */
  readonly round?: number;
  /** 0 none, 1 sixteen colours, 2 two hundred and fifty-six, 3 truecolor. */
  readonly color: 0 | 1 | 2 | 3;
  /** Columns to fit into; Infinity where nothing may be left out (a pipe, a file). */
  readonly width: number;
  /** False: ASCII only. */
  readonly unicode: boolean;
  readonly heatmap?: boolean;
  readonly cmap?: 'viridis' | 'cividis' | 'gray';
  /** Only the N largest weights of each row. */
  readonly top?: number;
  /** Which batch item and head tables show, from 0; undefined: all heads of a small problem, else the first. */
  readonly head?: number;
  readonly batch?: number;
  /** The query that tells its lesson on the page, from 0. */
  readonly speaker?: number;
  /** JSON on one line. */
  readonly compact?: boolean;
  readonly lang: Language;
  /** The same problem before `--hide`: shown beside. */
  readonly before?: Trace;
  readonly version: string;
}

/** One of several results that go into one picture or page. */
export interface Result {
  readonly trace: Trace;
  readonly options: ShowOptions;
}

/** One file a format, behind this signature. Text ends with a newline. */
export type Renderer = (trace: Trace, options: ShowOptions) => string | Uint8Array;

/** Several results as one text that says which is whose; `options` are those that all have in common. */
export type SeveralRenderer = (results: AsyncIterable<Result>, options: ShowOptions) => Promise<string | Uint8Array>;

/** The same bytes as the renderer's, one piece after the other; what cannot be written may be found only on the way. */
export type PiecesRenderer = (trace: Trace, options: ShowOptions) => Iterable<Uint8Array>;
