import { colourLevel, type ColorLevel } from '../show/colour.js';
import { usesUnicode } from '../show/text/glyphs.js';
import { choiceFlag, wholeFlag, type Flags } from './flags.js';
import type { Io } from './io.js';

/** What a stream can show, decided once, so that renderers do not read the environment. */
export interface Screen {
  readonly color: ColorLevel;
  readonly unicode: boolean;
  /** Infinity where nothing may be left out: a pipe, a file, --full. */
  readonly width: number;
}

/** The narrowest width that anything is fitted into. */
const NARROWEST = 20;

/** @param toFile the result goes into a file: no colour unless it is forced, nothing left out */
export function screenOf(flags: Flags, io: Io, toFile: boolean): Screen {
  const isTTY = !toFile && io.stdout.isTTY === true;
  const wanted = wholeFlag(flags, 'width', NARROWEST, 10000);
  const fromEnv = /^\d+$/.test(io.env['COLUMNS'] ?? '') ? Number(io.env['COLUMNS']) : undefined;
  const width =
    flags['full'] === true
      ? Infinity
      : (wanted ?? (isTTY ? Math.max(fromEnv || io.stdout.columns || 80, NARROWEST) : Infinity));
  return {
    color: colourLevel(colorFlag(flags), io.env, isTTY),
    unicode: usesUnicode(io.env, flags['ascii'] === true),
    width,
  };
}

function colorFlag(flags: Flags): 'auto' | 'always' | 'never' | undefined {
  if (flags['color'] === false) return 'never';
  return choiceFlag(flags, 'color', ['auto', 'always', 'never'] as const);
}
