import { constants, fstatSync, type Stats } from 'node:fs';
import { access, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AttnError } from '../core/index.js';
import { dataError } from './facts.js';

export interface TargetRules {
  /** False: refuse when the file exists (`--no-clobber`). */
  readonly clobber: boolean;
  /** Files that are being read, `-` for stdin: they are not overwritten. */
  readonly inputs: readonly string[];
}

/**
 * Checks that a file can be written. Called before a long computation and again before writing.
 *
 * @throws AttnError when it is a folder or a disk, is read-only, exists under `--no-clobber`, is one of the inputs, or its
 *   folder is missing or closed
 */
export async function checkTarget(path: string, { clobber, inputs }: TargetRules): Promise<void> {
  try {
    const target = await statOf(path);
    if (target?.isDirectory() || path.endsWith('/'))
      throw dataError({ code: 'output-is-folder', where: { source: path } });
    const folder = dirname(await placeOf(path));
    if (!target) {
      const there = await statOf(folder);
      if (!there) throw dataError({ code: 'output-folder-missing', where: { source: path }, folder });
      return await checkFolder(path, folder);
    }
    if (!clobber) throw existsAlready(path);
    if (target.isBlockDevice()) throw dataError({ code: 'output-is-disk', where: { source: path } });
    if (!target.isFile()) return;
    if (await isAmong(target, inputs)) throw dataError({ code: 'output-is-input', where: { source: path } });
    // Another file could take its place all the same; whoever made it read-only does not want that.
    await access(path, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EACCES' ? dataError({ code: 'output-is-read-only', where: { source: path }, path }) : error;
    });
    await checkFolder(path, folder);
  } catch (error) {
    throw cannotBeWritten(path, error);
  }
}

/** The file that a path leads to, if there is one. */
export async function statOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Resolves a path: a link stays a link, and its target is written, even if that does not exist yet. */
export async function placeOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const link = await readlink(path).catch(() => undefined);
  return link === undefined ? path : placeOf(resolve(await realpath(dirname(path)), link));
}

/** Under `--no-clobber`. */
export function existsAlready(path: string): AttnError {
  return dataError({ code: 'output-exists', where: { source: path } });
}

/** A system error as an AttnError; an AttnError stays as it is. */
export function cannotBeWritten(path: string, error: unknown): unknown {
  const system = error as NodeJS.ErrnoException;
  if (error instanceof AttnError || system.code === undefined) return error;
  return dataError({
    code: 'cannot-write-file',
    where: { source: path },
    found: system.code,
    message: system.message,
  });
}

/** A file is made beside the target, so its folder must take one. */
async function checkFolder(path: string, folder: string): Promise<void> {
  await access(folder, constants.W_OK | constants.X_OK).catch((error: NodeJS.ErrnoException) => {
    throw dataError({
      code: 'output-folder-closed',
      where: { source: path },
      folder,
      found: error.code ?? '',
      message: error.message,
    });
  });
}

async function isAmong(target: Stats, inputs: readonly string[]): Promise<boolean> {
  const statOfInput = async (input: string): Promise<Stats> => (input === '-' ? fstatSync(0) : stat(input));
  const sources = await Promise.all(inputs.map((input) => statOfInput(input).catch(() => undefined)));
  return sources.some((source) => source?.dev === target.dev && source.ino === target.ino);
}
