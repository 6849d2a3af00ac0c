import { extname } from 'node:path';
import { makeWorksheet } from '../explain/index.js';
import { chooseLanguage } from '../show/index.js';
import { checkExtension } from './extension.js';
import { fact, usageError } from './facts.js';
import type { FlagOptions } from './flag-spec.js';
import type { GlobalFlags } from './options.js';
import type { WORKSHEET_FLAGS } from './small-options.js';
import { write, type Io } from './io.js';
import { sayer } from './notes.js';
import { writeFilesWhole } from './output.js';

/** `attn worksheet`: an exercise sheet to fill in by hand, and its key beside it. */
export async function worksheet(flags: GlobalFlags & FlagOptions<typeof WORKSHEET_FLAGS>, io: Io): Promise<number> {
  const say = sayer(flags, io);
  const target = flags.output;
  const size = /^(\d+)[x×](\d+)$/.exec(flags.size ?? '3x4');
  if (!size)
    throw usageError({
      code: 'not-a-worksheet-size',
      where: { source: '--size' },
      found: flags.size ?? '',
    });
  const named = flags.format;
  if (!named && target !== '-') checkExtension(target, ['.md', '.markdown', '.html', '.htm']);
  const format = named ?? (target !== undefined && /^\.html?$/i.test(extname(target)) ? 'html' : 'md');
  const { sheet, key } = makeWorksheet({
    seed: flags.seed,
    rows: Number(size[1]),
    cols: Number(size[2]),
    format,
    lang: chooseLanguage(flags.lang, io.env),
  });
  if (target === undefined || target === '-') {
    await write(io.stdout, flags.key ? key : sheet);
    if (!flags.key) say.note(fact('key-offered'));
    return 0;
  }
  const extension = extname(target);
  const keyFile = `${target.slice(0, target.length - extension.length)}.key${extension}`;
  const files = [
    { path: target, content: sheet },
    { path: keyFile, content: key },
  ];
  await writeFilesWhole(files, { clobber: flags.clobber, inputs: [] });
  for (const { path, content } of files) say.note(fact('wrote', { path, bytes: Buffer.byteLength(content) }));
  return 0;
}
