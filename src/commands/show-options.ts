import { chooseLanguage, type ShowOptions } from '../show/index.js';
import type { ComputeFlags } from './options.js';
import type { Io } from './io.js';
import { screenOf } from './terminal.js';
import { VERSION } from './version.js';

/**
 * The display options that the flags and the terminal ask for; `selection` gives the stages.
 *
 * @param toFile it goes into a file, not to stdout
 * @throws AttnError (usage)
 */
export function showOptions(flags: ComputeFlags, io: Io, toFile: boolean): ShowOptions {
  const round = flags.round;
  const top = flags.top;
  const head = flags.head;
  const batch = flags.batch;
  const cmap = flags.cmap;
  return {
    ...screenOf(flags, io, toFile),
    stages: [],
    precision: flags.precision,
    ...(round !== undefined && { round }),
    ...(top !== undefined && { top }),
    ...(head !== undefined && { head: head - 1 }),
    ...(batch !== undefined && { batch: batch - 1 }),
    ...(cmap && { cmap }),
    heatmap: flags.heatmap,
    compact: flags.compact,
    lang: chooseLanguage(flags.lang, io.env),
    version: VERSION,
  };
}
