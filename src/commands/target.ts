import { constants, fstatSync, type Stats } from 'node:fs';
import { access, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { dataError, AttnError } from '../core/error.js';
import { systemErrorText } from './failure.js';

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
    if (target?.isDirectory() || path.endsWith('/')) throw refused(path, 'is a folder', 'give the name of a file');
    const folder = dirname(await placeOf(path));
    if (!target) {
      const there = await statOf(folder);
      if (!there) throw refused(path, `cannot be written: there is no folder ${folder}`, `mkdir -p ${folder}`);
      return await checkFolder(path, folder);
    }
    if (!clobber) throw existsAlready(path);
    if (target.isBlockDevice())
      throw refused(path, 'is a disk: what is on it would be lost', 'give the name of a file');
    if (!target.isFile()) return;
    if (await isAmong(target, inputs)) throw refused(path, 'is one of the inputs', 'write to another file');
    // A rename would replace it all the same, but a read-only file is meant to stay.
    await access(path, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EACCES'
        ? refused(path, 'is read-only', `chmod u+w ${path}, or choose another name`)
        : error;
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
  return refused(path, 'exists already, and --no-clobber is given', 'choose another name, or leave --no-clobber out');
}

/** A system error as an AttnError; an AttnError stays as it is. */
export function cannotBeWritten(path: string, error: unknown): unknown {
  const system = error as NodeJS.ErrnoException;
  if (error instanceof AttnError || system.code === undefined) return error;
  return refused(
    path,
    `cannot be written: ${systemErrorText(system)}`,
    'check the folder, the rights and the space left',
  );
}

function refused(where: string, what: string, fix: string): AttnError {
  return dataError({ where, what, fix });
}

/** A file is made beside the target, so its folder must take one. */
async function checkFolder(path: string, folder: string): Promise<void> {
  await access(folder, constants.W_OK | constants.X_OK).catch((error: NodeJS.ErrnoException) => {
    throw refused(
      path,
      `cannot be written: ${systemErrorText(error)} in the folder ${folder}`,
      'choose another folder',
    );
  });
}

async function isAmong(target: Stats, inputs: readonly string[]): Promise<boolean> {
  const statOfInput = async (input: string): Promise<Stats> => (input === '-' ? fstatSync(0) : stat(input));
  const sources = await Promise.all(inputs.map((input) => statOfInput(input).catch(() => undefined)));
  return sources.some((source) => source?.dev === target.dev && source.ino === target.ino);
}
