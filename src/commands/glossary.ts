import { renderGlossary } from '../explain/index.js';
import { chooseLanguage } from '../show/index.js';
import { usageError } from './facts.js';
import type { FlagOptions } from './flag-spec.js';
import type { GlobalFlags } from './options.js';
import type { GLOSSARY_FLAGS } from './small-options.js';
import { write, type Io } from './io.js';
import { screenOf } from './terminal.js';

/** `attn glossary`: the words of attention in a table. */
export async function glossary(flags: GlobalFlags & FlagOptions<typeof GLOSSARY_FLAGS>, io: Io): Promise<number> {
  const named = flags.format;
  if (named && named !== 'json' && flags.json)
    throw usageError({ code: 'formats-differ', options: [`--format ${named}`, '--json'] });
  const format = flags.json ? 'json' : (named ?? 'table');
  const lang = chooseLanguage(flags.lang, io.env);
  const screen = screenOf(flags, io, false);
  // A table of words has no natural width: in a pipe it is laid out for 80 columns.
  await write(
    io.stdout,
    renderGlossary({
      ...screen,
      width: Math.min(screen.width, 100) === 100 && !io.stdout.isTTY ? 80 : Math.min(screen.width, 100),
      lang,
      format,
    }),
  );
  return 0;
}
