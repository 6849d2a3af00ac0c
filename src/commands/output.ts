import { randomBytes } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { open, realpath, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { dataError } from '../core/error.js';
import { systemErrorText } from './failure.js';
import { whenInterrupted } from './interrupt.js';

export interface TargetRules {
  /** False: refuse when the file exists (`--no-clobber`). */
  readonly clobber: boolean;
  /** Files that are being read: they are not overwritten. */
  readonly inputs: readonly string[];
}

/**
 * Can this file be written? Asked before a long computation and once more before writing.
 *
 * @throws AttnError when it is a folder, exists under `--no-clobber`, is one of the inputs, or its folder is missing
 */
export async function checkTarget(path: string, { clobber, inputs }: TargetRules): Promise<void> {
  const target = await stat(path).catch(() => undefined);
  if (!target) {
    const folder = dirname(path);
    if (await stat(folder).then((found) => found.isDirectory(), () => false)) return;
    throw dataError({ where: path, what: `cannot be written: there is no folder ${folder}`, fix: `mkdir -p ${folder}` });
  }
  if (target.isDirectory()) throw dataError({ where: path, what: 'is a folder', fix: 'give the name of a file' });
  if (!clobber) throw dataError({ where: path, what: 'exists already, and --no-clobber is given', fix: 'choose another name, or leave --no-clobber out' });
  if (!target.isFile()) return;
  for (const input of inputs) {
    const source = await stat(input).catch(() => undefined);
    if (source && source.dev === target.dev && source.ino === target.ino) {
      throw dataError({ where: path, what: 'is one of the inputs', fix: 'write to another file' });
    }
  }
}

/**
 * Writes a file so that at every moment the old one or the new one is there, whole: into a file beside it, then renamed.
 * What is no ordinary file (/dev/stdout, a pipe) is written directly: nothing can be renamed onto it.
 *
 * @throws AttnError with what the system said
 */
export async function writeFileWhole(path: string, content: string | Uint8Array, rules: TargetRules): Promise<void> {
  await checkTarget(path, rules);
  const target = await stat(path).catch(() => undefined);
  // A link stays a link: what it points to is written.
  const place = target?.isFile() ? await realpath(path) : path;
  const direct = target !== undefined && !target.isFile();
  const temporary = direct ? place : join(dirname(place), `.${basename(place).slice(0, 200)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  const stop = direct ? () => undefined : whenInterrupted(() => removeNow(temporary));
  let file: FileHandle | undefined;
  try {
    file = await open(temporary, direct ? 'w' : 'wx', target && !direct ? target.mode & 0o777 : 0o666);
    await file.writeFile(content);
    if (!direct) await file.sync();
    await file.close();
    if (!direct) await rename(temporary, place);
  } catch (error) {
    await file?.close().catch(() => undefined);
    if (!direct && file) await unlink(temporary).catch(() => undefined);
    const system = error as NodeJS.ErrnoException;
    if (system.code === undefined) throw error;
    throw dataError({ where: path, what: `cannot be written: ${systemErrorText(system)}`, fix: 'check the folder, the rights and the space left' });
  } finally {
    stop();
  }
}

function removeNow(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was not there yet, or is renamed already.
  }
}

/** `734 bytes`, `12.4 kB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
