import type { Fault } from '../../core/error.js';
import { shorten } from '../binary/shorten.js';
import { utf8 } from '../binary/utf8.js';
import type { Listed } from './directory.js';
import { wideSizes } from './field.js';

/** Where a member lies. */
export interface Extent {
  readonly dataStart: number;
  /** One past the member's last byte. */
  readonly end: number;
}

const LOCAL = 0x04034b50;
const LOCAL_LENGTH = 30;
const DESCRIPTOR = 0x08074b50;
const CUT = 'copy or download the file again';

/**
 * Where a member's data lies, from the header before it, which must say the same as the directory: two readers that
 * each believe another of the two would see different arrays. APPNOTE.TXT 4.3.7.
 *
 * @param limit where the member must have ended
 * @returns its place, or what is wrong with it
 */
export function localEntry(bytes: Uint8Array, listed: Listed, limit: number): Extent | Fault {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { offset } = listed;
  if (offset + LOCAL_LENGTH > limit || view.getUint32(offset, true) !== LOCAL) {
    return { what: `no member begins at byte ${offset}, where the directory says`, fix: CUT };
  }
  const nameEnd = offset + LOCAL_LENGTH + view.getUint16(offset + 26, true);
  const dataStart = nameEnd + view.getUint16(offset + 28, true);
  const dataEnd = dataStart + listed.packedSize;
  if (dataEnd > limit) return { what: `its data should end at byte ${dataEnd}, its place ends at ${limit}`, fix: CUT };

  const name = utf8(bytes.subarray(offset + LOCAL_LENGTH, nameEnd));
  if (name !== listed.name) return { what: `its own header names it "${shorten(name ?? '?')}"` };
  if (view.getUint16(offset + 8, true) !== listed.method) return { what: 'its own header names another packing than the directory' };
  if ((view.getUint16(offset + 6, true) & 0x41) !== 0 && !listed.encrypted) return { what: 'is encrypted by its own header' };
  if (listed.streamed) return streamed(view, listed, dataStart, limit);

  const sizes = [view.getUint32(offset + 22, true), view.getUint32(offset + 18, true)];
  const [size, packedSize] = wideSizes(view, nameEnd, dataStart, sizes);
  if (size !== listed.size || packedSize !== listed.packedSize) {
    const said = `${size} bytes (${packedSize} packed), the directory ${listed.size} (${listed.packedSize})`;
    return { what: `its own header says ${said}` };
  }
  if (view.getUint32(offset + 14, true) !== listed.crc) return { what: 'its own header has another CRC-32 than the directory' };
  return { dataStart, end: dataEnd };
}

/** Behind the data of a member written to a pipe: perhaps a signature, then CRC and both sizes in 32 or 64 bits. */
function streamed(view: DataView, listed: Listed, dataStart: number, limit: number): Extent | Fault {
  const dataEnd = dataStart + listed.packedSize;
  const narrow = (at: number): number => view.getUint32(at, true);
  const wide = (at: number): number => Number(view.getBigUint64(at, true));
  for (const signature of [4, 0]) {
    for (const [width, read] of [[4, narrow], [8, wide]] as const) {
      const crcAt = dataEnd + signature;
      const end = crcAt + 4 + 2 * width;
      if (end > limit || (signature > 0 && narrow(dataEnd) !== DESCRIPTOR)) continue;
      const same = narrow(crcAt) === listed.crc
        && read(crcAt + 4) === listed.packedSize && read(crcAt + 4 + width) === listed.size;
      if (same) return { dataStart, end };
    }
  }
  return { what: 'the sizes behind its data are missing, or differ from the directory' };
}
