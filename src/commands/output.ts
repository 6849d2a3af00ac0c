import { randomBytes } from 'node:crypto';
import { open, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { dataError } from '../core/error.js';
import { systemErrorText } from './failure.js';

/**
 * Writes a file so that at every moment the old one or the new one is there, whole: into a file beside it, then renamed.
 * What is no ordinary file (/dev/stdout, a pipe) is written directly: nothing can be renamed onto it.
 *
 * @param options.clobber false: refuse when the file exists (`--no-clobber`)
 * @param options.inputs files that are being read: they are not overwritten
 * @throws AttnError with what the system said
 */
export async function writeFileWhole(path: string, content: string | Uint8Array, options: { clobber: boolean; inputs: readonly string[] }): Promise<void> {
  const target = await stat(path).catch(() => undefined);
  if (target?.isDirectory()) throw dataError({ where: path, what: 'is a directory', fix: 'give the name of a file' });
  if (target && !options.clobber) throw dataError({ where: path, what: 'exists already, and --no-clobber is given', fix: 'choose another name, or leave --no-clobber out' });
  if (target?.isFile()) {
    for (const input of options.inputs) {
      const source = await stat(input).catch(() => undefined);
      if (source && source.dev === target.dev && source.ino === target.ino) {
        throw dataError({ where: path, what: 'is one of the inputs', fix: 'write to another file' });
      }
    }
  }
  const direct = target !== undefined && !target.isFile();
  const temporary = direct ? path : join(dirname(path), `.${basename(path)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  const remove = (): void => void unlink(temporary).catch(() => undefined);
  let file: FileHandle | undefined;
  try {
    file = await open(temporary, direct ? 'w' : 'wx', target && !direct ? target.mode & 0o777 : 0o666);
    if (!direct) onInterrupt.add(remove);
    await file.writeFile(content);
    if (!direct) await file.sync();
    await file.close();
    if (!direct) await rename(temporary, path);
  } catch (error) {
    await file?.close().catch(() => undefined);
    if (!direct && file) await unlink(temporary).catch(() => undefined);
    const system = error as NodeJS.ErrnoException;
    if (system.code === undefined) throw error;
    throw dataError({ where: path, what: `cannot be written: ${systemErrorText(system)}`, fix: 'check the folder, the rights and the space left' });
  } finally {
    onInterrupt.delete(remove);
  }
}

/** What has to go away when the run is interrupted. */
export const onInterrupt = new Set<() => void>();

/** `734 bytes`, `12.4 kB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
