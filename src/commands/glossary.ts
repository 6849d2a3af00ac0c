import { renderGlossary } from '../explain/glossary.js';
import { chooseLanguage, LANGUAGES } from '../show/language.js';
import { usageError } from '../core/error.js';
import { choiceFlag, type Flags } from './flags.js';
import { write, type Io } from './io.js';
import { screenOf } from './terminal.js';

/** `attn glossary`: the words of attention in a table. */
export async function glossary(flags: Flags, io: Io): Promise<number> {
  const named = choiceFlag(flags, 'format', ['table', 'md', 'json'] as const);
  if (named && named !== 'json' && flags['json'] === true)
    throw usageError({ what: `--format ${named} and --json ask for different formats`, fix: 'give one of them' });
  const format = flags['json'] === true ? 'json' : (named ?? 'table');
  const lang = chooseLanguage(choiceFlag(flags, 'lang', LANGUAGES), io.env);
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
