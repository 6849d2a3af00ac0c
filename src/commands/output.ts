import { closeSync, constants, fchmodSync, linkSync, openSync, renameSync, unlinkSync, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { whenInterrupted } from './interrupt.js';
import { removeLeftovers, temporaryName } from './leftovers.js';
import { cannotBeWritten, checkTarget, existsAlready, placeOf, statOf, type TargetRules } from './target.js';

export { checkTarget, type TargetRules } from './target.js';

/** A text, bytes, or bytes piece by piece. */
export type Content = string | Uint8Array | Iterable<Uint8Array>;

export interface OutFile {
  readonly path: string;
  readonly content: Content;
}

/** A file that is written completely next to its target, before it replaces the target. */
interface Prepared {
  readonly path: string;
  readonly temporary: string;
  readonly place: string;
}

/**
 * Writes a file atomically: into a temporary file next to it, which is then renamed.
 * What is no ordinary file (/dev/stdout, a pipe) is written directly, because nothing can be renamed onto it.
 *
 * @returns how many bytes they are
 * @throws AttnError with what the system said, and what making the pieces throws
 */
export async function writeFileWhole(path: string, content: Content, rules: TargetRules): Promise<number> {
  if (typeof content === 'string' || content instanceof Uint8Array) {
    await writeFilesWhole([{ path, content }], rules);
    return Buffer.byteLength(content);
  }
  let bytes = 0;
  const counted = function* (): Generator<Uint8Array> {
    for (const piece of content) {
      bytes += piece.length;
      yield piece;
    }
  };
  await writeFilesWhole([{ path, content: counted() }], rules);
  return bytes;
}

/**
 * Writes several files that belong together: all are complete on disk before the first is renamed, so that when one cannot be
 * written none is, and an interruption leaves all old or all new.
 *
 * @throws AttnError with what the system said
 */
export async function writeFilesWhole(files: readonly OutFile[], rules: TargetRules): Promise<void> {
  for (const { path } of files) await checkTarget(path, rules);
  const prepared: Prepared[] = [];
  const drop = (): void => prepared.forEach(({ temporary }) => removeNow(temporary));
  const stop = whenInterrupted(drop);
  let at = '';
  try {
    for (const file of files) {
      at = file.path;
      await prepare(file, prepared);
    }
    // Synchronously, so that an interruption comes before the first or after the last.
    for (const { path, temporary, place } of prepared) {
      at = path;
      takePlace(temporary, place, rules.clobber);
    }
  } catch (error) {
    drop();
    throw cannotBeWritten(at, error);
  } finally {
    stop();
  }
}

/** Writes next to the target what will replace it; or into the target itself, if it cannot be replaced. */
async function prepare({ path, content }: OutFile, prepared: Prepared[]): Promise<void> {
  const target = await statOf(path);
  if (target && !target.isFile()) {
    const file = await open(path, 'w');
    await writeAll(file, content).finally(() => file.close());
    return;
  }
  const place = await placeOf(path);
  await removeLeftovers(dirname(place));
  const temporary = join(dirname(place), temporaryName());
  prepared.push({ path, temporary, place });
  create(temporary, target);
  const file = await open(temporary, constants.O_WRONLY);
  try {
    await writeAll(file, content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, content: Content): Promise<void> {
  if (typeof content === 'string' || content instanceof Uint8Array) return file.writeFile(content);
  // Each write continues where the one before ended.
  for (const piece of content) await file.writeFile(piece);
}

/** Unlike a rename, a link fails if another process has created the file since it was checked. */
function takePlace(temporary: string, place: string, clobber: boolean): void {
  if (clobber) return renameSync(temporary, place);
  try {
    linkSync(temporary, place);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw existsAlready(place);
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    return renameSync(temporary, place); // a file system without links
  }
  unlinkSync(temporary);
}

/** Synchronous: opened in the background, the file could be created after an interruption has removed it. */
function create(path: string, target: Stats | undefined): void {
  const file = openSync(path, 'wx', 0o666);
  try {
    if (target) fchmodSync(file, target.mode & 0o777);
  } finally {
    closeSync(file);
  }
}

function removeNow(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was not there yet, or is renamed already.
  }
}
