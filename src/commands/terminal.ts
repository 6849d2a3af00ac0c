import { type ColorLevel, colourLevel, usesUnicode } from '../show/index.js';
import { NARROWEST, type GlobalFlags } from './options.js';
import type { Io } from './io.js';

/** What a stream can show, decided once, so that renderers do not read the environment. */
export interface Screen {
  readonly color: ColorLevel;
  readonly unicode: boolean;
  /** Infinity where nothing may be left out: a pipe, a file, --full. */
  readonly width: number;
}

/** The flags that say what a result looks like; not every command has them all. */
export type ScreenFlags = Pick<GlobalFlags, 'color' | 'ascii'> & {
  readonly width?: number | undefined;
  readonly full?: boolean;
};

/** @param toFile the result goes into a file: no colour unless it is forced, nothing left out */
export function screenOf(flags: ScreenFlags, io: Io, toFile: boolean): Screen {
  const isTTY = !toFile && io.stdout.isTTY === true;
  const wanted = flags.width;
  const fromEnv = /^\d+$/.test(io.env['COLUMNS'] ?? '') ? Number(io.env['COLUMNS']) : undefined;
  const width = flags.full
    ? Infinity
    : (wanted ?? (isTTY ? Math.max(fromEnv || io.stdout.columns || 80, NARROWEST) : Infinity));
  return {
    color: colourLevel(flags.color, io.env, isTTY),
    unicode: usesUnicode(io.env, flags.ascii),
    width,
  };
}
