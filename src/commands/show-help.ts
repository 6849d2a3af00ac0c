import type { Command } from 'commander';
import { colourLevel, palette, usesUnicode } from '../show/index.js';
import { HELP_TEXTS } from '../words/index.js';
import type { Call } from './call.js';
import { helpText } from './help.js';
import { write, type Io } from './io.js';
import { languageOf } from './speaker.js';
import { commandOf } from './wrong-call.js';

/** Lines longer than this are hard to read. */
const WIDEST = 100;
const PAGE = 80;

/** The help that a call asks for, fitted to the terminal; for 80 columns and without escapes into a pipe. */
export async function showHelp(call: Call, root: Command, io: Io): Promise<void> {
  const command = call.command === undefined ? root : commandOf(call.command, root);
  const isTTY = io.stdout.isTTY === true;
  const columns = Number(io.env['COLUMNS']) || io.stdout.columns || PAGE;
  const said = call.words.includes('--no-color') || call.words.includes('--color=never') ? 'never' : undefined;
  const lang = languageOf(lastValue(call.words, '--lang'), io.env, usesUnicode(io.env, call.words.includes('--ascii')));
  const texts = lang === 'en' ? undefined : await HELP_TEXTS[lang]();
  const heading = palette(colourLevel(said, io.env, isTTY)).bold;
  await write(
    io.stdout,
    helpText(command, {
      width: isTTY ? Math.min(columns, WIDEST) : PAGE,
      brief: call.help === 'brief',
      heading,
      ...(texts && { texts }),
    }),
  );
}

/** The value of a flag in a call whose flags are not parsed: `--lang vi`, `--lang=vi`. */
function lastValue(words: readonly string[], flag: string): string | undefined {
  return words
    .flatMap((word, at) =>
      word === flag ? (words[at + 1] ?? []) : word.startsWith(`${flag}=`) ? word.slice(flag.length + 1) : [],
    )
    .at(-1);
}
