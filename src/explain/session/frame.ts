import { SESSION_WORDS } from '../../words/index.js';
import { displayWidth, padStart, safeLabel } from '../../show/index.js';
import { headLines, pageLines, penOf, type TextOptions } from '../lesson-text.js';
import { wrapped } from '../text/prose.js';
import type { Tour } from './tour.js';

export interface Frame {
  readonly lines: readonly string[];
  /** Lines that are further down than the screen reaches. */
  readonly below: number;
}

/**
 * One screen of the session: what the step has to say, and at the bottom a message or prompt and the keys.
 *
 * @param scroll lines of the step to leave out at the top; no more than needed are left out
 * @param typed what stands at the prompt so far
 */
export function frameOf(tour: Tour, options: TextOptions, rows: number, scroll: number, typed: string): Frame {
  const { write, palette } = penOf(options);
  const t = SESSION_WORDS[options.lang];
  const told = { ...options, digits: tour.digits() };
  const body = tour.helping()
    ? helpLines(options)
    : [...headLines(tour.lesson(), told), '', ...pageLines(tour.page(), told)];

  const prompt = tour.prompt();
  const said = prompt ? `${prompt.text} ${safeLabel(typed)}_` : safeLabel(tour.message());
  const foot = said === '' ? [] : wrapped(write(said), options.width - 2).map((line) => ` ${palette.bold(line)}`);
  const room = Math.max(1, rows - foot.length - 1);
  const first = Math.max(0, Math.min(scroll, body.length - room));
  const shown = body.slice(first, first + room);
  const below = body.length - first - shown.length;
  const keys = write(t.keysShort);
  const more = below > 0 ? ` ${write(t.moreLines({ count: below }))}` : '';
  const last = more + padStart(keys, Math.min(options.width, 80) - displayWidth(more) - 1);
  return { lines: [...shown, ...Array<string>(room - shown.length).fill(''), ...foot, palette.dim(last)], below };
}

/** All keys, each with what it does. */
export function helpLines(options: TextOptions): string[] {
  const { write, palette } = penOf(options);
  const t = SESSION_WORDS[options.lang];
  const width = Math.max(...t.help.map(([keys]) => displayWidth(write(keys))));
  return [
    ` ${palette.bold(write(t.helpTitle))}`,
    '',
    ...t.help.map(([keys, does]) => `   ${palette.bold(padStart(write(keys), width))}   ${write(does)}`),
  ];
}
