import { createInterface } from 'node:readline';
import { safeLabel } from '../../show/index.js';
import { SESSION_WORDS } from '../../words/index.js';
import { headLines, pageLines, penOf, type TextOptions } from '../lesson-text.js';
import { helpLines } from './frame.js';
import { SIGNAL_CODES, type SessionTerminal } from './terminal.js';
import type { Tour } from './tour.js';

/**
 * The session by lines, for screen readers and terminals without raw mode: a letter and Enter. Steps on stdout, prompts on stderr.
 *
 * @returns 0 after q or the end of input, 130 after Ctrl-C
 */
export async function runByLines(
  tour: Tour,
  options: Omit<TextOptions, 'width'>,
  terminal: SessionTerminal,
): Promise<number> {
  const { input, output, prompts, signals } = terminal;
  const { write } = penOf(options);
  const t = SESSION_WORDS[options.lang];
  const text = (): TextOptions => ({ ...options, width: terminal.columns(), digits: tour.digits() });
  const print = (lines: readonly string[]): void => void output.write(`${lines.join('\n')}\n\n`);
  const showPage = (): void => print(pageLines(tour.page(), text()));
  const ask = (): void => {
    const message = safeLabel(tour.message());
    if (message !== '') prompts.write(`${write(message)}\n`);
    const { name, of } = tour.page();
    prompts.write(`${write(tour.prompt()?.text ?? `[${name}/${of}] ${t.keysShort}`)} > `);
  };

  const lines = createInterface({ input, terminal: false });
  let code = 0;
  const stops = Object.entries(SIGNAL_CODES).map(
    ([name, number]) =>
      [
        name,
        () => {
          code = number;
          lines.close();
        },
      ] as const,
  );
  for (const [name, stop] of stops) signals?.on(name, stop);

  print(headLines(tour.lesson(), text()));
  showPage();
  ask();
  try {
    for await (const line of lines) {
      const before = pageLines(tour.page(), text()).join('\n');
      if (tour.prompt()) tour.answer(line);
      else {
        const { keep, rest } = command(line);
        if (!tour.press(keep)) break;
        if (tour.helping()) {
          print(helpLines(text()));
          tour.press('');
        }
        if (tour.prompt() && rest !== '') tour.answer(rest);
      }
      if (pageLines(tour.page(), text()).join('\n') !== before) showPage();
      ask();
    }
    prompts.write('\n');
  } finally {
    for (const [name, stop] of stops) signals?.off(name, stop);
    lines.close();
  }
  return code;
}

/** `t cat` is the key t and its answer; an empty line goes on. */
function command(line: string): { keep: string; rest: string } {
  const [, first = '', rest = ''] = /^\s*(\S+)?\s*(.*?)\s*$/s.exec(line) ?? [];
  const keep = { '': 'next', n: 'next', b: 'back', p: 'back' }[first.toLowerCase()] ?? first.toLowerCase();
  return { keep, rest };
}
