import { runByLines } from './session/lines.js';
import { runOnScreen } from './session/screen.js';
import type { SessionTerminal } from './session/terminal.js';
import { startTour, type TourOptions } from './session/tour.js';

export interface SessionOptions extends TourOptions {
  /** A letter and Enter instead of single keys: for screen readers. */
  readonly accessible?: boolean;
}

/**
 * The lesson as a session: screen after screen, with keys to go on, back, to another word, head, mask, and a quiz.
 * On a terminal that has no raw mode, or when asked to be accessible, it goes by lines.
 *
 * @returns the exit code: 0, or 130 after Ctrl-C. The terminal is as it was.
 */
export function runSession(terminal: SessionTerminal, options: SessionOptions): Promise<number> {
  const tour = startTour(options);
  const raw = !options.accessible && terminal.input.isTTY === true && typeof terminal.input.setRawMode === 'function';
  return (raw ? runOnScreen : runByLines)(tour, options, terminal);
}
