import type { Fact } from '../core/index.js';
import { colourLevel, palette } from '../show/index.js';
import type { GlobalFlags } from './options.js';
import type { Io } from './io.js';
import { messageLines, messageLook } from './message.js';
import { afterwards, written } from './pending.js';
import { languageOf, speaker, type Speaker } from './speaker.js';

/** A line on a terminal that is written over until it is erased. */
export interface Meter {
  /** False where nothing is shown: no terminal, or nobody wants to see it. */
  readonly visible: boolean;
  readonly show: (fact: Fact) => void;
  readonly clear: () => void;
}

/** What is said beside the result, on stderr. A text is said as it is. */
export interface Sayer {
  readonly note: (fact: string | Fact) => void;
  readonly warn: (fact: string | Fact) => void;
  /** Only with --verbose. */
  readonly detail: (fact: string | Fact) => void;
  readonly meter: () => Promise<Meter>;
  /** When everything so far has been written: awaited before the result, so that both come in order on a terminal. */
  readonly done: () => Promise<void>;
}

/** No notes, warnings and progress: with --quiet, and where stderr holds nothing but errors in JSON. */
export function isQuiet(flags: GlobalFlags): boolean {
  return flags.quiet || flags.errorFormat === 'json';
}

/** Notes and warnings for this run; each different one once. Their words are loaded with the first of them. */
export function sayer(flags: GlobalFlags, io: Io): Sayer {
  const quiet = isQuiet(flags);
  const level = colourLevel(flags.color, io.env, io.stderr.isTTY === true);
  const colours = palette(level);
  const look = messageLook(io, flags.ascii);
  const lang = languageOf(flags.lang, io.env, look.unicode);
  let words: Promise<Speaker> | undefined;
  const load = (): Promise<Speaker> => (words ??= speaker(lang));
  const said = new Set<string>();
  const say = (mark: string, fact: string | Fact): void => {
    const key = JSON.stringify(fact);
    if (quiet || said.has(key)) return;
    said.add(key);
    afterwards(io, async () => {
      const text = typeof fact === 'string' ? fact : (await load()).say(fact).what;
      io.stderr.write(messageLines(`attn: ${mark}`, text, look));
    });
  };
  flags.idle.forEach((fact) => say('', fact));
  return {
    note: (fact) => say('', fact),
    warn: (fact) => say(`${colours.warning('warning:')} `, fact),
    detail: (fact) => (flags.verbose ? say('', fact) : undefined),
    meter: async () => meterOf(io, quiet || io.stderr.isTTY !== true ? undefined : await load()),
    done: () => written(io),
  };
}

function meterOf(io: Io, words: Speaker | undefined): Meter {
  let shown = false;
  return {
    visible: words !== undefined,
    show: (fact) => {
      if (!words) return;
      shown = true;
      io.stderr.write(`\r\x1b[Kattn: ${words.say(fact).what}`);
    },
    clear: () => {
      if (shown) io.stderr.write('\r\x1b[K');
      shown = false;
    },
  };
}
