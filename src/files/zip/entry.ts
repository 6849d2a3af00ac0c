import type { FilesFault } from '../facts.js';
import { viewOf, type Parts } from '../parts.js';
import { shorten } from '../shorten.js';
import { utf8 } from '../utf8.js';
import type { Listed } from './directory.js';
import { wideSizes } from './field.js';
import { DESCRIPTOR, LOCAL } from './records.js';

/** Where a member lies. */
export interface Extent {
  readonly dataStart: number;
  /** One past the member's last byte. */
  readonly end: number;
}

/**
 * Where a member's data lies, from the header before it, which must say the same as the directory: two readers that
 * each believe another of the two would see different arrays. APPNOTE.TXT 4.3.7.
 *
 * @param limit where the member must have ended
 * @returns its place, or what is wrong with it
 */
export function localEntry({ part }: Parts, listed: Listed, limit: number): Extent | FilesFault {
  const { offset } = listed;
  const fixed = viewOf(part(offset, Math.min(offset + LOCAL.length, limit)));
  if (offset + LOCAL.length > limit || fixed.getUint32(0, true) !== LOCAL.signature) {
    return { code: 'zip-member-missing', at: offset };
  }
  const nameLength = fixed.getUint16(26, true);
  const extraLength = fixed.getUint16(28, true);
  const dataStart = offset + LOCAL.length + nameLength + extraLength;
  const dataEnd = dataStart + listed.packedSize;
  if (dataEnd > limit) return { code: 'zip-member-cut-off', found: limit, expected: dataEnd };

  const fields = part(offset + LOCAL.length, dataStart);
  const name = utf8(fields.subarray(0, nameLength));
  if (name !== listed.name) return { code: 'zip-header-name', found: shorten(name ?? '?') };
  if (fixed.getUint16(8, true) !== listed.method) return { code: 'zip-header-method' };
  if ((fixed.getUint16(6, true) & 0x41) !== 0 && !listed.encrypted) return { code: 'zip-header-encrypted' };
  if (listed.streamed)
    return streamed(viewOf(part(dataEnd, Math.min(dataEnd + DESCRIPTOR.length, limit))), listed, dataStart);

  const sizes = [fixed.getUint32(22, true), fixed.getUint32(18, true)];
  const [size, packedSize] = wideSizes(viewOf(fields), nameLength, fields.length, sizes);
  if (size !== listed.size || packedSize !== listed.packedSize) {
    return {
      code: 'zip-header-sizes',
      found: { size: size!, packed: packedSize! },
      expected: { size: listed.size, packed: listed.packedSize },
    };
  }
  if (fixed.getUint32(14, true) !== listed.crc) return { code: 'zip-header-crc' };
  return { dataStart, end: dataEnd };
}

/** Behind the data of a member written to a pipe: perhaps a signature, then CRC and both sizes in 32 or 64 bits. */
function streamed(view: DataView, listed: Listed, dataStart: number): Extent | FilesFault {
  const narrow = (at: number): number => view.getUint32(at, true);
  const wide = (at: number): number => Number(view.getBigUint64(at, true));
  for (const signature of [4, 0]) {
    for (const [width, read] of [
      [4, narrow],
      [8, wide],
    ] as const) {
      const end = signature + 4 + 2 * width;
      if (end > view.byteLength || (signature > 0 && narrow(0) !== DESCRIPTOR.signature)) continue;
      const same =
        narrow(signature) === listed.crc &&
        read(signature + 4) === listed.packedSize &&
        read(signature + 4 + width) === listed.size;
      if (same) return { dataStart, end: dataStart + listed.packedSize + end };
    }
  }
  return { code: 'zip-descriptor' };
}
