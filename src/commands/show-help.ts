import type { Command } from 'commander';
import { colourLevel, palette } from '../show/index.js';
import type { Call } from './call.js';
import { helpText } from './help.js';
import { write, type Io } from './io.js';
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
  const heading = palette(colourLevel(said, io.env, isTTY)).bold;
  await write(
    io.stdout,
    helpText(command, { width: isTTY ? Math.min(columns, WIDEST) : PAGE, brief: call.help === 'brief', heading }),
  );
}
