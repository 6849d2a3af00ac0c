import { chooseLanguage, LANGUAGES } from '../show/language.js';
import type { ShowOptions } from '../show/renderer.js';
import { choiceFlag, wholeFlag, type Flags } from './flags.js';
import type { Io } from './io.js';
import { screenOf } from './terminal.js';
import { VERSION } from './version.js';

/**
 * The display options that the flags and the terminal ask for; `selection` gives the stages.
 *
 * @param toFile it goes into a file, not to stdout
 * @throws AttnError (usage)
 */
export function showOptions(flags: Flags, io: Io, toFile: boolean): ShowOptions {
  const round = wholeFlag(flags, 'round', 0, 100);
  const top = wholeFlag(flags, 'top', 1, 1e9);
  const head = wholeFlag(flags, 'head', 1, 1e9);
  const batch = wholeFlag(flags, 'batch', 1, 1e9);
  const cmap = choiceFlag(flags, 'cmap', ['viridis', 'cividis', 'gray'] as const);
  return {
    ...screenOf(flags, io, toFile),
    stages: [],
    precision: wholeFlag(flags, 'precision', 0, 20) ?? 4,
    ...(round !== undefined && { round }),
    ...(top !== undefined && { top }),
    ...(head !== undefined && { head: head - 1 }),
    ...(batch !== undefined && { batch: batch - 1 }),
    ...(cmap && { cmap }),
    heatmap: flags['heatmap'] === true,
    compact: flags['compact'] === true,
    lang: chooseLanguage(choiceFlag(flags, 'lang', LANGUAGES), io.env),
    version: VERSION,
  };
}
