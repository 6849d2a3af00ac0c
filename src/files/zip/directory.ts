import { dataError, type FilesFault } from '../facts.js';
import { viewOf, type Parts } from '../parts.js';
import { utf8 } from '../utf8.js';
import { wideSizes } from './field.js';
import { END, ENTRY, WIDE_END_SIGNATURE } from './records.js';

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
 * The directory of a zip archive, whose end record must be the last 22 bytes of the file.
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

  const count = last.getUint16(10, true);
  const length = last.getUint32(12, true);
  const start = last.getUint32(16, true);
  const wide =
    start + length <= end && viewOf(part(start + length, start + length + 4)).getUint32(0, true) === WIDE_END_SIGNATURE;
  if (wide || count === 0xffff || length === 0xffffffff || start === 0xffffffff) {
    stop({ code: 'zip64' });
  }
  const [disk, firstDisk, here] = [4, 6, 8].map((field) => last.getUint16(field, true));
  if (disk !== 0 || firstDisk !== 0 || here !== count) {
    stop({ code: 'zip-split' });
  }
  if (count > MOST_MEMBERS) stop({ code: 'zip-member-count', found: count, most: MOST_MEMBERS });
  if (start + length !== end) stop({ code: 'zip-directory-end', found: end, expected: start + length });

  const bytes = part(start, end);
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

/** Why the end record is not where it must be: something follows it, or the file was cut. `view`: the end of the file. */
function noEnd(view: DataView): FilesFault {
  for (let at = view.byteLength - END.length; at >= 0; at--) {
    if (view.getUint32(at, true) !== END.signature) continue;
    return { code: 'zip-trailing-bytes', bytes: view.byteLength - at - END.length };
  }
  return { code: 'zip-no-end' };
}
