import { constants, crc32, inflateRawSync } from 'node:zlib';
import { dataError, type FilesFault } from '../facts.js';
import type { Parts } from '../parts.js';
import { refuse } from '../refuse.js';
import { shorten } from '../shorten.js';
import { zipDirectory, type Listed } from './directory.js';
import { localEntry } from './entry.js';

/** One file of an archive, checked but not unpacked. */
export interface Member extends Listed {
  /** Where its data lies in the archive. */
  readonly dataStart: number;
}

/**
 * The members of a zip archive, checked but not unpacked: the directory at the end and the headers before the data say
 * the same, and the members lie one after the other from the first byte to the directory: nothing overlaps, nothing
 * hides between or behind. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 * Own code, since the libraries looked at leave the checks to the caller: fflate 0.8.3 accepts a wrong CRC and bytes
 * after the archive (both tried); yauzl 3.4.0 says in its README that it checks no CRC.
 *
 * @throws AttnError with all that is wrong with the archive
 */
export function zipMembers(parts: Parts): readonly Member[] {
  const where = parts.name;
  const { listed, start } = zipDirectory(parts);
  const faults: FilesFault[] = [];
  const members = new Map<Listed, Member>();
  const seen = new Set<string>();
  let end = 0;
  for (const member of listed.toSorted((a, b) => a.offset - b.offset)) {
    const place = { source: `${where}#${shorten(member.name)}` };
    if (seen.has(member.name)) faults.push({ where: place, code: 'zip-name-repeated' });
    seen.add(member.name);
    const fault = packingFault(member);
    if (fault) faults.push({ where: place, ...fault });

    if (member.offset > end) faults.push({ where: place, code: 'zip-gap-before-member', bytes: member.offset - end });
    if (member.offset < end) faults.push({ where: place, code: 'zip-overlap', begin: member.offset, end });
    const entry = localEntry(parts, member, start);
    if ('code' in entry) {
      faults.push({ where: place, ...entry });
    } else {
      members.set(member, { ...member, dataStart: entry.dataStart });
      end = Math.max(end, entry.end);
    }
  }
  if (faults.length === 0 && end !== start) {
    faults.push({ where: { source: where }, code: 'zip-gap-before-directory', bytes: start - end });
  }
  if (faults.length > 0) throw refuse(faults);
  return listed.flatMap((member) => members.get(member) ?? []);
}

function packingFault({ encrypted, method }: Listed): FilesFault | undefined {
  if (encrypted) return { code: 'zip-encrypted' };
  if (method === 0 || method === 8) return undefined;
  return { code: 'zip-method', found: method };
}

/**
 * The bytes of a member, unpacked. What the archive says of its size is not believed: not more than `limit` bytes are
 * ever made, whatever it says.
 *
 * @throws AttnError when it is larger than said or allowed, damaged, or followed by hidden bytes
 */
export function unpack({ part }: Parts, member: Member, where: string, limit: number): Uint8Array {
  const stop: Stop = (fault) => {
    throw dataError({ where: { source: where }, ...fault });
  };
  if (member.size > limit) stop({ code: 'zip-unpacked-too-large', found: member.size, most: limit });
  const packed = part(member.dataStart, member.dataStart + member.packedSize);
  const data = member.method === 0 ? packed : inflate(packed, member.size, stop);
  if (data.length !== member.size) stop({ code: 'zip-unpacked-size', found: data.length, expected: member.size });
  const sum = crc32(data);
  if (sum !== member.crc) stop({ code: 'zip-crc', found: hex(sum), expected: hex(member.crc) });
  return data;
}

/** A member that unpacks to more than this, and to more than so many times its packed bytes, is a bomb until somebody says otherwise. */
const MOST_TIGHT = 2 ** 28;
const TIGHTEST = 200;

/** @throws AttnError for a member that is packed too tight: a megabyte that unpacks to a gigabyte */
export function refuseTight({ size, packedSize }: Member, where: string): void {
  if (size > MOST_TIGHT && size > TIGHTEST * packedSize)
    throw dataError({
      where: { source: where },
      code: 'zip-packed-tight',
      found: size,
      packed: packedSize,
      most: MOST_TIGHT,
    });
}

/**
 * The first bytes of a member, at least `length` of them as far as there are so many: what a header needs. Not checked against its
 * checksum; damage is left for `unpack` to find.
 */
export function unpackStart(
  { part }: Parts,
  { method, dataStart, packedSize }: Member,
  where: string,
  length: number,
): Uint8Array {
  if (method === 0) return part(dataStart, dataStart + Math.min(length, packedSize));
  // Deflate never makes more than 1,032 bytes of one.
  for (let packed = 256; ; packed *= 8) {
    const end = Math.min(packed, packedSize);
    let bytes: Uint8Array;
    try {
      bytes = inflateRawSync(part(dataStart, dataStart + end), { finishFlush: constants.Z_SYNC_FLUSH });
    } catch {
      throw dataError({ where: { source: where }, code: 'zip-data-damaged' });
    }
    if (bytes.length >= length || end === packedSize) return bytes;
  }
}

type Stop = (fault: FilesFault) => never;

function inflate(packed: Uint8Array, size: number, stop: Stop): Uint8Array {
  try {
    // `info` adds how much was read: zlib itself passes over what follows the end of its stream.
    const { buffer, engine } = inflateRawSync(packed, {
      maxOutputLength: Math.max(size, 1),
      info: true,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    const hidden = packed.length - engine.bytesWritten;
    return hidden === 0 ? buffer : stop({ code: 'zip-bytes-after-data', bytes: hidden });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ERR_BUFFER_TOO_LARGE') return stop({ code: 'zip-unpacked-more', expected: size });
    if (code?.startsWith('Z_')) return stop({ code: 'zip-data-damaged' });
    throw error;
  }
}

const hex = (sum: number): string => sum.toString(16).padStart(8, '0');
