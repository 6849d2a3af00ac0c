import { closeSync, openSync, readSync } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type AttnError } from '../core/index.js';
import { closest } from '../words/index.js';
import { dataError } from './facts.js';
import { refuseZeros } from './zeros.js';
import type { Parts } from '../files/index.js';

/** The most that is read of a file. */
const MOST_BYTES = 2 ** 32;
/** The most that is read of a pipe, whose size nobody knows before. */
const MOST_STREAMED = 2 ** 29;
/** The same of a device, which has no end as a rule: /dev/zero. */
const MOST_OF_DEVICE = 2 ** 25;

const CHUNK = 1 << 20;
/** Linux reads no more than 2 GiB at once. */
const MOST_AT_ONCE = 2 ** 30;

/**
 * All bytes of a file. Pipes and devices are counted while they are read, so that an endless one ends.
 *
 * @param most the most bytes to read
 * @throws AttnError when there is no such file (with the name that was meant, if one is near), or it cannot be read
 */
export async function readFileBytes(path: string, most: number = MOST_BYTES): Promise<Uint8Array> {
  try {
    const status = await stat(path);
    if (status.isDirectory()) throw dataError({ where: { source: path }, code: 'is-folder' });
    const limit = Math.min(most, MOST_BYTES);
    if (status.size > limit) throw tooLarge(path, limit);
    if (status.isFile()) return await readOpen(path, status.size, limit);
    const streamed = status.isCharacterDevice() ? MOST_OF_DEVICE : MOST_STREAMED;
    return await readOpen(path, 0, Math.min(most, streamed));
  } catch (error) {
    throw await readable(error, path);
  }
}

async function readOpen(path: string, size: number, most: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    // One byte more than expected, so that the end is seen without another round.
    let bytes = Buffer.allocUnsafe(size > 0 ? size + 1 : CHUNK);
    const full: Uint8Array[] = [];
    let length = 0;
    let before = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length);
      if (bytesRead === 0)
        return before === 0 ? bytes.subarray(0, length) : Buffer.concat([...full, bytes.subarray(0, length)]);
      if (size === 0 && before + length === 0) refuseZeros(bytes.subarray(0, bytesRead), path);
      length += bytesRead;
      if (before + length > most) throw tooLarge(path, most);
      if (length === bytes.length) {
        full.push(bytes);
        before += length;
        length = 0;
        bytes = Buffer.allocUnsafe(CHUNK);
      }
    }
  } finally {
    await file.close();
  }
}

/** From this size on a file is read in parts where its format allows it. */
const LARGE = 2 ** 20;
/** So many first bytes say what format it is. */
const HEAD = 512;

/** A large ordinary file: where its bytes are, and the first of them. */
export interface LargeFile {
  readonly head: Uint8Array;
  /**
   * Keeps it open as long as `use` reads of it.
   *
   * @throws AttnError when it cannot be read, or became shorter meanwhile
   */
  readonly withParts: <Result>(use: (parts: Parts) => Promise<Result>) => Promise<Result>;
}

/** The file, if it is large enough for its parts to matter; undefined for all else, and for what cannot be read. */
export async function largeFile(path: string): Promise<LargeFile | undefined> {
  const status = await stat(path).catch(() => undefined);
  if (!status?.isFile() || status.size < LARGE) return undefined;
  const withParts: LargeFile['withParts'] = async (use) => {
    try {
      const file = openSync(path, 'r');
      try {
        return await use({
          name: path,
          size: status.size,
          part: (start, end) => readPart(file, path, Math.max(0, start), Math.min(end, status.size)),
        });
      } finally {
        closeSync(file);
      }
    } catch (error) {
      throw await readable(error, path);
    }
  };
  return { head: await withParts(async ({ part }) => part(0, HEAD)), withParts };
}

function readPart(file: number, path: string, start: number, end: number): Uint8Array {
  // Memory of its own, so that numbers of 8 bytes lie on a multiple of 8.
  const bytes = new Uint8Array(Math.max(0, end - start));
  let length = 0;
  while (length < bytes.length) {
    const got = readSync(file, bytes, length, Math.min(bytes.length - length, MOST_AT_ONCE), start + length);
    if (got === 0)
      throw dataError({
        where: { source: path },
        code: 'file-shrank',
        bytes: start + length,
      });
    length += got;
  }
  return bytes;
}

function tooLarge(path: string, most: number): AttnError {
  return dataError({
    where: { source: path },
    code: 'file-too-large',
    most,
  });
}

/** The system's error in words; the errors of ours and of nobody stay as they are. */
async function readable(error: unknown, path: string): Promise<unknown> {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return missing(path);
    case 'EACCES':
    case 'EPERM':
      return dataError({
        where: { source: path },
        code: 'permission-denied',
      });
    case 'ENAMETOOLONG':
      return dataError({
        where: { source: `${path.slice(0, 40)}…` },
        code: 'file-name-too-long',
      });
    case 'ERR_INVALID_ARG_VALUE':
      return dataError({ where: { source: path }, code: 'file-name-nul' });
    case 'EIO':
    case 'ELOOP':
    case 'EMFILE':
    case 'ENFILE':
    case 'ENXIO':
    case 'EBUSY':
    case 'EISDIR':
      return dataError({
        where: { source: path },
        code: 'file-unreadable',
        reason: (error as Error).message.replace(/,.*/, ''),
      });
    default:
      return error;
  }
}

async function missing(path: string): Promise<AttnError> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => undefined);
  if (!names) return dataError({ where: { source: path }, code: 'no-such-folder', folder });
  const near = closest(basename(path), names);
  return dataError({
    where: { source: path },
    code: 'no-such-file',
    ...(near !== undefined && { near: folder === '.' && !path.startsWith('./') ? near : join(folder, near) }),
  });
}
