import type { Readable, Writable } from 'node:stream';

/** The streams of a session. Tests put their own in place. */
export interface SessionTerminal {
  readonly input: Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  /** The lesson goes here (stdout). */
  readonly output: Writable & { readonly columns?: number; readonly rows?: number };
  /** Prompts and keys of the line mode go here (stderr). */
  readonly prompts: Writable;
  /** Columns of `output`, asked again after each resize. */
  readonly columns: () => number;
  readonly rows: () => number;
  /** Who tells of SIGINT, SIGTERM, SIGHUP: the process. */
  readonly signals?: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
}

/** Exit codes of programs that a signal ended: 128 + its number. */
export const SIGNAL_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
