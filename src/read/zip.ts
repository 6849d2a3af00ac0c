import { crc32, inflateRawSync } from 'node:zlib';
import { dataError, type Fault } from '../core/error.js';
import { localEntry } from './zip-entry.js';
import { zipDirectory, type Member } from './zip-directory.js';
import { refuse } from './refuse.js';

/**
 * The members of a zip archive, checked but not unpacked: the directory at the end and the headers before the data say
 * the same, and the members lie one after the other from the first byte to the directory: nothing overlaps, nothing
 * hides between or behind. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 * Own code of 200 lines, since the libraries looked at leave the checks to the caller: fflate 0.8.3 accepts a wrong
 * CRC and bytes after the archive (both tried) and unpacks without a limit; yauzl 3.4.0 says in its README that it
 * checks no CRC.
 *
 * @throws AttnError with all that is wrong with the archive
 */
export function zipMembers(bytes: Uint8Array, where: string): readonly Member[] {
  const { members, start } = zipDirectory(bytes, where);
  const faults: Fault[] = [];
  const seen = new Set<string>();
  let end = 0;
  for (const member of members.toSorted((a, b) => a.offset - b.offset)) {
    const place = `${where}#${member.name}`;
    if (seen.has(member.name)) faults.push({ where, what: `holds two members of the name "${member.name}"`, fix: 'give each array its own name' });
    seen.add(member.name);
    if (member.encrypted) faults.push({ where: place, what: 'is encrypted', fix: 'write the archive without a password' });
    if (member.method !== 0 && member.method !== 8) {
      faults.push({ where: place, what: `is packed by method ${member.method}: only 0 (stored) and 8 (deflate) are read`, fix: 'write it with np.savez or np.savez_compressed' });
    }
    if (member.offset < end) faults.push({ where: place, what: `overlaps the member before it: it begins at byte ${member.offset}, that one ends at ${end}` });
    if (member.offset > end) faults.push({ where: place, what: `${member.offset - end} bytes before it belong to no member` });
    const entry = localEntry(bytes, member, start);
    if ('what' in entry) faults.push({ where: place, ...entry });
    end = Math.max(end, 'what' in entry ? member.offset : entry.end);
  }
  if (faults.length === 0 && end !== start) faults.push({ where, what: `${start - end} bytes before the directory of the archive belong to no member` });
  if (faults.length > 0) throw refuse(faults);
  return members;
}

/**
 * The bytes of a member, unpacked. What the archive says of its size is not believed: not more than `limit` bytes are
 * ever made, whatever it says.
 *
 * @throws AttnError when it is larger than said or allowed, damaged, or followed by hidden bytes
 */
export function unpack(bytes: Uint8Array, member: Member, where: string, limit: number): Uint8Array {
  const stop = (what: string, fix?: string): never => { throw dataError({ where, what, ...(fix && { fix }) }); };
  const entry = localEntry(bytes, member, bytes.length);
  if ('what' in entry) return stop(entry.what);
  const packed = bytes.subarray(entry.dataStart, entry.dataStart + member.packedSize);
  if (member.size > limit) stop(`unpacks to ${member.size} bytes: only ${limit} more are read`, 'read one array alone (file.npz#name)');

  const data = member.method === 0 ? packed : inflate(packed, member.size, stop);
  if (data.length !== member.size) stop(`unpacks to ${data.length} bytes, the archive says ${member.size}`);
  const sum = crc32(data);
  if (sum !== member.crc) stop(`is damaged: its CRC-32 is ${hex(sum)}, the archive says ${hex(member.crc)}`, 'copy or download the file again');
  return data;
}

function inflate(packed: Uint8Array, size: number, stop: (what: string, fix?: string) => never): Uint8Array {
  try {
    // `info` adds how much was read: zlib itself passes over what follows the end of its stream.
    const { buffer, engine } = inflateRawSync(packed, { maxOutputLength: Math.max(size, 1), info: true }) as unknown as
      { buffer: Buffer; engine: { bytesWritten: number } };
    const hidden = packed.length - engine.bytesWritten;
    return hidden === 0 ? buffer : stop(`${hidden} bytes follow the end of its packed data`);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ERR_BUFFER_TOO_LARGE') return stop(`unpacks to more than the ${size} bytes that the archive says`);
    if (code?.startsWith('Z_')) return stop('its packed data is damaged', 'copy or download the file again');
    throw error;
  }
}

const hex = (sum: number): string => sum.toString(16).padStart(8, '0');
