import { dataError, type FilesFault } from '../facts.js';
import { viewOf, type Parts } from '../parts.js';
import { utf8 } from '../utf8.js';
import { wideSizes } from './field.js';
import { END, ENTRY, WIDE_END, WIDE_LOCATOR } from './records.js';

/** What the directory at the end of an archive says of one member. */
export interface Listed {
  readonly name: string;
  readonly encrypted: boolean;
  /** Sizes and CRC stand behind the data too. */
  readonly streamed: boolean;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** Where its own header begins. */
  readonly offset: number;
}

/** Far more arrays than any attention has. */
const MOST_MEMBERS = 10_000;

/**
 * The directory of a zip archive, whose end record must be the last 22 bytes of the file. A zip64 archive is read too.
 *
 * @returns the members as listed, and where the directory begins
 * @throws AttnError when the archive is cut off, goes on after its end, or its directory does not fit
 */
export function zipDirectory({ name: where, size: fileSize, part }: Parts): {
  listed: readonly Listed[];
  start: number;
} {
  const stop = (fault: FilesFault): never => {
    throw dataError({ where: { source: where }, ...fault });
  };
  const end = fileSize - END.length;
  const last = viewOf(part(end, fileSize));
  if (end < 0 || last.getUint32(0, true) !== END.signature || last.getUint16(20, true) !== 0)
    stop(noEnd(viewOf(part(end - 0xffff, fileSize))));

  const [disk, firstDisk, here] = [4, 6, 8].map((field) => last.getUint16(field, true));
  const narrow = { count: last.getUint16(10, true), length: last.getUint32(12, true), start: last.getUint32(16, true) };
  const wide = wideEnd({ name: where, size: fileSize, part }, end, narrow);
  if (wide && 'code' in wide) return stop(wide);
  if (disk !== 0 || firstDisk !== 0 || here !== narrow.count) stop({ code: 'zip-split' });
  const { count, length, start } = wide ?? narrow;
  // Where the directory must end: at the first of the end records.
  const directoryEnd = wide ? wide.at : end;
  if (count > MOST_MEMBERS) stop({ code: 'zip-member-count', found: count, most: MOST_MEMBERS });
  if (start + length !== directoryEnd)
    stop({ code: 'zip-directory-end', found: directoryEnd, expected: start + length });

  const bytes = part(start, directoryEnd);
  const view = viewOf(bytes);
  const listed: Listed[] = [];
  let at = 0;
  while (listed.length < count) {
    const entry = listed.length + 1;
    if (at + ENTRY.length > length || view.getUint32(at, true) !== ENTRY.signature) {
      stop({ code: 'zip-entry-damaged', entry, of: count });
    }
    const nameEnd = at + ENTRY.length + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const next = extraEnd + view.getUint16(at + 32, true);
    if (next > length) stop({ code: 'zip-entry-too-long', entry, of: count });
    const name = utf8(bytes.subarray(at + ENTRY.length, nameEnd));
    if (name === undefined) return stop({ code: 'zip-name-encoding', entry });
    const flags = view.getUint16(at + 8, true);
    const sizes = [24, 20, 42].map((field) => view.getUint32(at + field, true));
    const [size, packedSize, offset] = wideSizes(view, nameEnd, extraEnd, sizes) as [number, number, number];
    listed.push({
      name,
      size,
      packedSize,
      offset,
      encrypted: (flags & 0x41) !== 0, // bit 0: a password, bit 6: strong encryption
      streamed: (flags & 0x08) !== 0,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
    });
    at = next;
  }
  if (at !== length) stop({ code: 'zip-directory-rest', bytes: length - at, entries: count });
  return { listed, start };
}

interface Ending {
  readonly count: number;
  readonly length: number;
  readonly start: number;
}

/**
 * The end record of a zip64 archive, which torch.save writes for the smallest file, too. Each field says what the narrow record says,
 * or that one says it is too narrow. APPNOTE.TXT 4.3.14 and 4.3.15.
 *
 * @param end where the narrow record begins
 * @returns undefined where there is none, and none is needed
 */
function wideEnd({ part }: Parts, end: number, narrow: Ending): (Ending & { at: number }) | FilesFault | undefined {
  const fault: FilesFault = { code: 'zip64-end' };
  const tooNarrow = narrow.count === 0xffff || narrow.length === 0xffffffff || narrow.start === 0xffffffff;
  const at = end - WIDE_LOCATOR.length - WIDE_END.length;
  const view = at < 0 ? undefined : viewOf(part(at, end));
  if (view?.getUint32(WIDE_END.length, true) !== WIDE_LOCATOR.signature) return tooNarrow ? fault : undefined;
  const wide = (field: number): number => Number(view.getBigUint64(field, true));
  const sound =
    view.getUint32(0, true) === WIDE_END.signature &&
    wide(4) === WIDE_END.length - 12 && // nothing behind its fields
    view.getUint32(16, true) === 0 &&
    view.getUint32(20, true) === 0 &&
    wide(24) === wide(32) &&
    view.getUint32(WIDE_END.length + 4, true) === 0 &&
    wide(WIDE_END.length + 8) === at;
  const ending = { count: wide(32), length: wide(40), start: wide(48) };
  const same = (found: number, expected: number, most: number): boolean => found === expected || found === most;
  const agree =
    same(narrow.count, ending.count, 0xffff) &&
    same(narrow.length, ending.length, 0xffffffff) &&
    same(narrow.start, ending.start, 0xffffffff);
  return sound && agree ? { ...ending, at } : fault;
}

/** Why the end record is not where it must be: something follows it, or the file was cut. `view`: the end of the file. */
function noEnd(view: DataView): FilesFault {
  for (let at = view.byteLength - END.length; at >= 0; at--) {
    if (view.getUint32(at, true) !== END.signature) continue;
    return { code: 'zip-trailing-bytes', bytes: view.byteLength - at - END.length };
  }
  return { code: 'zip-no-end' };
}
