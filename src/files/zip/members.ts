import { crc32, inflateRawSync } from 'node:zlib';
import { dataError, type TextFault } from '../../core/error.js';
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
  const faults: TextFault[] = [];
  const members = new Map<Listed, Member>();
  const seen = new Set<string>();
  let end = 0;
  for (const member of listed.toSorted((a, b) => a.offset - b.offset)) {
    const place = `${where}#${shorten(member.name)}`;
    if (seen.has(member.name))
      faults.push({ where: place, what: 'stands twice in the archive', fix: 'give each array its own name' });
    seen.add(member.name);
    const fault = packingFault(member);
    if (fault) faults.push({ where: place, ...fault });

    if (member.offset > end)
      faults.push({ where: place, what: `${member.offset - end} bytes before it belong to no member` });
    if (member.offset < end) {
      faults.push({
        where: place,
        what: `overlaps the member before it: begins at byte ${member.offset}, that one ends at ${end}`,
      });
    }
    const entry = localEntry(parts, member, start);
    if ('what' in entry) {
      faults.push({ where: place, ...entry });
    } else {
      members.set(member, { ...member, dataStart: entry.dataStart });
      end = Math.max(end, entry.end);
    }
  }
  if (faults.length === 0 && end !== start) {
    faults.push({ where, what: `${start - end} bytes before the directory of the archive belong to no member` });
  }
  if (faults.length > 0) throw refuse(faults);
  return listed.flatMap((member) => members.get(member) ?? []);
}

function packingFault({ encrypted, method }: Listed): TextFault | undefined {
  if (encrypted) return { what: 'is encrypted', fix: 'write the archive without a password' };
  if (method === 0 || method === 8) return undefined;
  return {
    what: `is packed by method ${method}: only 0 (stored) and 8 (deflate) are read`,
    fix: 'write it with np.savez or np.savez_compressed',
  };
}

/**
 * The bytes of a member, unpacked. What the archive says of its size is not believed: not more than `limit` bytes are
 * ever made, whatever it says.
 *
 * @throws AttnError when it is larger than said or allowed, damaged, or followed by hidden bytes
 */
export function unpack({ part }: Parts, member: Member, where: string, limit: number): Uint8Array {
  const stop: Stop = (what, fix) => {
    throw dataError({ where, what, ...(fix && { fix }) });
  };
  if (member.size > limit) {
    stop(`unpacks to ${member.size} bytes: only ${limit} more are read`, 'read one array alone (file.npz#name)');
  }
  const packed = part(member.dataStart, member.dataStart + member.packedSize);
  const data = member.method === 0 ? packed : inflate(packed, member.size, stop);
  if (data.length !== member.size) stop(`unpacks to ${data.length} bytes, the archive says ${member.size}`);
  const sum = crc32(data);
  if (sum !== member.crc) {
    stop(
      `is damaged: its CRC-32 is ${hex(sum)}, the archive says ${hex(member.crc)}`,
      'copy or download the file again',
    );
  }
  return data;
}

type Stop = (what: string, fix?: string) => never;

function inflate(packed: Uint8Array, size: number, stop: Stop): Uint8Array {
  try {
    // `info` adds how much was read: zlib itself passes over what follows the end of its stream.
    const { buffer, engine } = inflateRawSync(packed, {
      maxOutputLength: Math.max(size, 1),
      info: true,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
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
