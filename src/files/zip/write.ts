import { crc32, deflateRawSync } from 'node:zlib';
import { joined } from '../pieces.js';
import { END, ENTRY, LOCAL } from './records.js';

/** 1980-01-01, the first day of a zip's calendar: the same content gives the same bytes on any day. */
const DATE = (0 << 9) | (1 << 5) | 1;
const UTF8_NAME = 0x0800;
const VERSION = 20;
const DEFLATED = 8;

/** What the records of a member say. */
export interface MemberRecord {
  readonly name: Uint8Array;
  readonly size: number;
  readonly packed: number;
  readonly crc: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
}

/** The header before a member's data. */
export function localRecord(member: MemberRecord): Uint8Array {
  return record(LOCAL, 4, member);
}

/** The entry of the directory for a member whose header begins at byte `at`. */
export function directoryRecord(member: MemberRecord, at: number): Uint8Array {
  const entry = record(ENTRY, 6, member);
  const view = new DataView(entry.buffer);
  view.setUint16(4, VERSION, true);
  view.setUint32(42, at, true);
  return entry;
}

/** The last record, of a directory that begins at byte `at`. */
export function endRecord(directory: readonly Uint8Array[], at: number): Uint8Array {
  const end = new DataView(new ArrayBuffer(END.length));
  end.setUint32(0, END.signature, true);
  end.setUint16(8, directory.length, true);
  end.setUint16(10, directory.length, true);
  end.setUint32(
    12,
    directory.reduce((sum, { length }) => sum + length, 0),
    true,
  );
  end.setUint32(16, at, true);
  return new Uint8Array(end.buffer);
}

/**
 * Texts as a zip archive, deflated.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 * @param texts by the names of their files
 */
export function zipOfTexts(texts: ReadonlyMap<string, string>): Uint8Array {
  const directory: Uint8Array[] = [];
  const body: Uint8Array[] = [];
  let at = 0;
  for (const [name, text] of texts) {
    const bytes = new TextEncoder().encode(text);
    const packed = new Uint8Array(deflateRawSync(bytes));
    const member: MemberRecord = {
      name: new TextEncoder().encode(name),
      size: bytes.length,
      packed: packed.length,
      crc: crc32(bytes),
      method: DEFLATED,
    };
    const local = localRecord(member);
    directory.push(directoryRecord(member, at));
    body.push(local, packed);
    at += local.length + packed.length;
  }
  return joined([...body, ...directory, endRecord(directory, at)]);
}

/** What both records of a member have in common, from `from` on, and its name behind. */
function record(
  { signature, length }: typeof LOCAL,
  from: number,
  { name, size, packed, crc, method }: MemberRecord,
): Uint8Array {
  const bytes = new Uint8Array(length + name.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signature, true);
  view.setUint16(from, VERSION, true);
  view.setUint16(from + 2, name.some((byte) => byte > 0x7f) ? UTF8_NAME : 0, true);
  view.setUint16(from + 4, method, true);
  view.setUint16(from + 8, DATE, true);
  view.setUint32(from + 10, crc, true);
  view.setUint32(from + 14, packed, true);
  view.setUint32(from + 18, size, true);
  view.setUint16(from + 22, name.length, true);
  bytes.set(name, length);
  return bytes;
}
