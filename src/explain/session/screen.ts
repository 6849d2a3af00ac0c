import type { TextOptions } from '../lesson-text.js';
import { frameOf } from './frame.js';
import { keysIn } from './keys.js';
import { SIGNAL_CODES, type SessionTerminal } from './terminal.js';
import type { Tour } from './tour.js';

// Alternate screen, no cursor, no wrapping of long lines; and all of it back.
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l';
// A frame is one write between these, so that no half of it is ever seen: https://gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036
const BEGIN = '\u001b[?2026h\u001b[H';
const END = '\u001b[J\u001b[?2026l';

const MOVES: Readonly<Record<string, string>> = {
  enter: 'next',
  right: 'next',
  space: 'next',
  n: 'next',
  left: 'back',
  b: 'back',
  p: 'back',
  backspace: 'back',
};
const LONGEST_REPLY = 200;

/**
 * The session on a terminal in raw mode: a key, a screen. The terminal is as it was before, however it ends.
 *
 * @returns 0 after q or the end of input, 130 after Ctrl-C, 128 + n after another signal
 */
export function runOnScreen(
  tour: Tour,
  options: Omit<TextOptions, 'width'>,
  terminal: SessionTerminal,
): Promise<number> {
  const { input, output, signals } = terminal;
  let scroll = 0;
  let typed = '';

  return new Promise((resolve, reject) => {
    const draw = (): void => {
      const frame = frameOf(
        tour,
        { ...options, width: Math.max(20, terminal.columns()) },
        terminal.rows(),
        scroll,
        typed,
      );
      output.write(BEGIN + frame.lines.map((line) => `${line}\u001b[K`).join('\r\n') + END);
    };
    const leave = (done: () => void): void => {
      input.off('data', onData).off('end', onEnd).off('error', onFail);
      output.off('resize', draw).off('error', onFail);
      for (const [name, stop] of stops) signals?.off(name, stop);
      input.setRawMode?.(false);
      input.pause();
      if (!output.destroyed) output.write(LEAVE);
      done();
    };
    const finish = (code: number): void => leave(() => resolve(code));
    const onFail = (error: Error): void => leave(() => reject(error));
    const onEnd = (): void => finish(0);
    const stops = Object.entries(SIGNAL_CODES).map(([name, code]) => [name, () => finish(code)] as const);

    /** @returns false when the session is over */
    const take = (key: string): boolean => {
      if (key === 'interrupt') {
        finish(SIGNAL_CODES.SIGINT);
        return false;
      }
      if (tour.prompt()) {
        typeAt(key);
        return true;
      }
      const page = tour.page();
      if (key === 'up' || key === 'pageup') scroll = Math.max(0, scroll - (key === 'up' ? 1 : 10));
      else if (key === 'down' || key === 'pagedown') scroll += Math.min(below(), key === 'down' ? 1 : 10);
      else if (key === 'end' || !tour.press(MOVES[key] ?? key)) {
        finish(0);
        return false;
      }
      if (tour.page().name !== page.name) scroll = 0;
      return true;
    };
    const below = (): number =>
      frameOf(tour, { ...options, width: Math.max(20, terminal.columns()) }, terminal.rows(), scroll, typed).below;
    /** One key of a line typed at a prompt. */
    const typeAt = (key: string): void => {
      if (key === 'enter' || key === 'escape' || key === 'end') {
        tour.answer(key === 'enter' ? typed : undefined);
        typed = '';
        scroll = 0;
      } else if (key === 'backspace') typed = [...typed].slice(0, -1).join('');
      else if (key === 'space') typed += ' ';
      else if (/^\P{C}$/u.test(key) && typed.length < LONGEST_REPLY) typed += key;
    };
    const onData = (chunk: string): void => {
      try {
        for (const key of keysIn(chunk)) if (!take(key)) return;
        draw();
      } catch (error) {
        onFail(error as Error);
      }
    };

    input.setEncoding('utf8');
    input.setRawMode?.(true);
    input.on('data', onData).on('end', onEnd).on('error', onFail);
    output.on('resize', draw).on('error', onFail);
    for (const [name, stop] of stops) signals?.on(name, stop);
    output.write(ENTER);
    input.resume();
    draw();
  });
}
