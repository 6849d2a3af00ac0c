import type { Fault } from '../core/error.js';
import type { Member } from './zip-directory.js';
import { utf8 } from './utf8.js';
import { wideSizes } from './zip-field.js';

const LOCAL = 0x04034b50;
const LOCAL_LENGTH = 30;
const DESCRIPTOR = 0x08074b50;

/**
 * Where a member's data lies, from the header before it, which must say the same as the directory: two readers that
 * each believe another of the two would see different arrays.
 *
 * @param limit where the member must have ended
 * @returns where its data begins and where the member ends, or what is wrong
 */
export function localEntry(bytes: Uint8Array, member: Member, limit: number): { dataStart: number; end: number } | Fault {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { offset } = member;
  if (offset + LOCAL_LENGTH > limit || view.getUint32(offset, true) !== LOCAL) {
    return { what: `no member begins at byte ${offset}, where the directory says`, fix: 'copy or download the file again' };
  }
  const nameEnd = offset + LOCAL_LENGTH + view.getUint16(offset + 26, true);
  const dataStart = nameEnd + view.getUint16(offset + 28, true);
  const dataEnd = dataStart + member.packedSize;
  if (dataEnd > limit) return { what: `its data should end at byte ${dataEnd}, its place ends at ${limit}`, fix: 'copy or download the file again' };

  const name = utf8(bytes.subarray(offset + LOCAL_LENGTH, nameEnd));
  if (name !== member.name) return { what: `its own header names it "${name ?? '?'}"` };
  if (view.getUint16(offset + 8, true) !== member.method) return { what: 'its own header names another packing than the directory' };
  if ((view.getUint16(offset + 6, true) & 0x41) !== 0) return { what: 'is encrypted', fix: 'write the archive without a password' };

  if (member.streamed) return streamedEnd(view, member, dataStart, dataEnd, limit);
  const [size, packedSize] = wideSizes(view, nameEnd, dataStart, [view.getUint32(offset + 22, true), view.getUint32(offset + 18, true)]);
  if (size !== member.size || packedSize !== member.packedSize) {
    return { what: `its own header says ${size} bytes (${packedSize} packed), the directory ${member.size} (${member.packedSize})` };
  }
  if (view.getUint32(offset + 14, true) !== member.crc) return { what: 'its own header has another CRC-32 than the directory' };
  return { dataStart, end: dataEnd };
}

/** Behind the data of a member written to a pipe: perhaps a signature, then CRC and both sizes in 32 or 64 bits. */
function streamedEnd(view: DataView, member: Member, dataStart: number, dataEnd: number, limit: number): { dataStart: number; end: number } | Fault {
  const wide = (at: number): number => Number(view.getBigUint64(at, true));
  const narrow = (at: number): number => view.getUint32(at, true);
  for (const signed of [4, 0]) {
    for (const width of [4, 8]) {
      const crcAt = dataEnd + signed;
      const end = crcAt + 4 + 2 * width;
      if (end > limit || (signed && narrow(dataEnd) !== DESCRIPTOR)) continue;
      const read = width === 8 ? wide : narrow;
      if (narrow(crcAt) === member.crc && read(crcAt + 4) === member.packedSize && read(crcAt + 4 + width) === member.size) {
        return { dataStart, end };
      }
    }
  }
  return { what: 'the sizes behind its data are missing, or differ from the directory' };
}
