import { palette, colourLevel } from '../show/colour.js';
import type { GlobalFlags } from './options.js';
import type { Io } from './io.js';
import { messageLines, messageLook } from './message.js';

/** Notes that accompany the result, on stderr. */
export interface Sayer {
  readonly note: (text: string) => void;
  readonly warn: (text: string) => void;
  /** Only with --verbose. */
  readonly detail: (text: string) => void;
}

/** Notes and warnings for this run; each different text once; none with --quiet. */
export function sayer(flags: GlobalFlags, io: Io): Sayer {
  const quiet = flags.quiet;
  const level = colourLevel(flags.color, io.env, io.stderr.isTTY === true);
  const colours = palette(level);
  const look = messageLook(io, flags.ascii);
  const said = new Set<string>();
  const say = (mark: string, text: string): void => {
    if (quiet || said.has(text)) return;
    said.add(text);
    io.stderr.write(messageLines(`attn: ${mark}`, text, look));
  };
  flags.idle.forEach((text) => say('', text));
  return {
    note: (text) => say('', text),
    warn: (text) => say(`${colours.warning('warning:')} `, text),
    detail: (text) => (flags.verbose ? say('', text) : undefined),
  };
}
