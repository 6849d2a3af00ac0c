import { extname } from 'node:path';
import { usageError } from '../core/error.js';
import { makeWorksheet } from '../explain/worksheet.js';
import { chooseLanguage, LANGUAGES } from '../show/language.js';
import { choiceFlag, textFlag, wholeFlag, type Flags } from './flags.js';
import { write, type Io } from './io.js';
import { sayer } from './notes.js';
import { sizeText, writeFilesWhole } from './output.js';

/** `attn worksheet`: an exercise sheet to fill in by hand, and its key beside it. */
export async function worksheet(flags: Flags, io: Io): Promise<number> {
  const say = sayer(flags, io);
  const target = textFlag(flags, 'output');
  const size = /^(\d+)[x×](\d+)$/.exec(textFlag(flags, 'size') ?? '3x4');
  if (!size)
    throw usageError({
      where: '--size',
      what: `expected words×d_k, found "${textFlag(flags, 'size')}"`,
      fix: 'for example 3x4: 3 words, d_k 4',
    });
  const named = choiceFlag(flags, 'format', ['md', 'html'] as const);
  const format = named ?? (target !== undefined && /^\.html?$/i.test(extname(target)) ? 'html' : 'md');
  const { sheet, key } = makeWorksheet({
    seed: wholeFlag(flags, 'seed', 0, Number.MAX_SAFE_INTEGER) ?? 7,
    rows: Number(size[1]),
    cols: Number(size[2]),
    format,
    lang: chooseLanguage(choiceFlag(flags, 'lang', LANGUAGES), io.env),
  });
  if (target === undefined || target === '-') {
    await write(io.stdout, flags['key'] === true ? key : sheet);
    if (flags['key'] !== true) say.note('the key: --key, or -o sheet.md writes both');
    return 0;
  }
  const extension = extname(target);
  const keyFile = `${target.slice(0, target.length - extension.length)}.key${extension}`;
  const files = [
    { path: target, content: sheet },
    { path: keyFile, content: key },
  ];
  await writeFilesWhole(files, { clobber: flags['clobber'] !== false, inputs: [] });
  for (const { path, content } of files) say.note(`wrote ${path} (${sizeText(Buffer.byteLength(content))})`);
  return 0;
}
