import { crc32, deflateRawSync } from 'node:zlib';
import { saidText } from '../said.js';
import { AttnError } from '../../src/core/error.js';
import type { Document, Reader, ReadOptions } from '../../src/read/document.js';

/** Files built byte by byte, so that a test can break any one rule. */

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

export const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** A .npy file with any header text; `length` lies about it. */
export function npyBytes(
  header: string,
  data: Uint8Array = new Uint8Array(),
  { version = [1, 0], length = header.length } = {},
): Uint8Array {
  const size =
    version[0] === 1 ? Uint8Array.of(length & 255, (length >> 8) & 255) : new Uint8Array(Uint32Array.of(length).buffer);
  return joined(Uint8Array.of(0x93), ascii('NUMPY'), Uint8Array.from(version), size, ascii(header), data);
}

export function safetensorsBytes(
  header: string | object,
  data: Uint8Array = new Uint8Array(),
  length?: bigint,
): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  return joined(new Uint8Array(BigUint64Array.of(length ?? BigInt(text.length)).buffer), text, data);
}

export interface ZipPart {
  readonly name: string;
  readonly data: Uint8Array;
  readonly deflate?: boolean;
  /** What the directory (and the header before the data, unless `local` says otherwise) claims instead of the truth. */
  readonly claim?: ZipClaim;
  readonly local?: ZipClaim;
  /** Bytes put in front of this member, or behind its packed data. */
  readonly before?: Uint8Array;
  readonly hidden?: Uint8Array;
}

interface ZipClaim {
  readonly name?: string;
  readonly nameBytes?: Uint8Array;
  readonly flags?: number;
  readonly method?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly packedSize?: number;
  readonly offset?: number;
}

export function zipBytes(
  parts: readonly ZipPart[],
  end: { disk?: number; count?: number; length?: number; start?: number; gap?: Uint8Array; tail?: Uint8Array } = {},
): Uint8Array {
  const body: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  const push = (bytes: Uint8Array): void => {
    body.push(bytes);
    offset += bytes.length;
  };
  for (const { name, data, deflate, claim, local, before, hidden } of parts) {
    if (before) push(before);
    const packed = joined(deflate ? new Uint8Array(deflateRawSync(data)) : data, hidden ?? new Uint8Array());
    const truth = {
      name,
      flags: 0,
      method: deflate ? 8 : 0,
      crc: crc32(data),
      size: data.length,
      packedSize: packed.length,
      offset,
    };
    const listed = { ...truth, ...claim };
    const own = { ...listed, ...local };
    directory.push(zipHeader(0x02014b50, listed), listed.nameBytes ?? new TextEncoder().encode(listed.name));
    push(zipHeader(0x04034b50, own));
    push(own.nameBytes ?? new TextEncoder().encode(own.name));
    push(packed);
  }
  if (end.gap) push(end.gap);
  const list = joined(...directory);
  const record = new DataView(new ArrayBuffer(22));
  record.setUint32(0, 0x06054b50, true);
  record.setUint16(4, end.disk ?? 0, true);
  record.setUint16(8, end.count ?? parts.length, true);
  record.setUint16(10, end.count ?? parts.length, true);
  record.setUint32(12, end.length ?? list.length, true);
  record.setUint32(16, end.start ?? offset, true);
  return joined(...body, list, new Uint8Array(record.buffer), end.tail ?? new Uint8Array());
}

function zipHeader(
  signature: number,
  about: Required<Omit<ZipClaim, 'nameBytes'>> & { nameBytes?: Uint8Array },
): Uint8Array {
  const central = signature === 0x02014b50;
  const view = new DataView(new ArrayBuffer(central ? 46 : 30));
  const at = central ? 6 : 4;
  view.setUint32(0, signature, true);
  view.setUint16(at + 2, about.flags, true);
  view.setUint16(at + 4, about.method, true);
  view.setUint32(at + 10, about.crc, true);
  view.setUint32(at + 14, about.packedSize, true);
  view.setUint32(at + 18, about.size, true);
  view.setUint16(at + 22, (about.nameBytes ?? new TextEncoder().encode(about.name)).length, true);
  if (central) view.setUint32(42, about.offset, true);
  return new Uint8Array(view.buffer);
}

/** What the reader makes of the bytes: a document, or the whole text of its refusal. */
export async function outcome(
  reader: Reader,
  bytes: Uint8Array,
  options: ReadOptions = {},
): Promise<Document | string> {
  try {
    return await reader.read({ name: 'file', bytes }, Object.freeze(options));
  } catch (error) {
    if (error instanceof AttnError && error.kind === 'data') return saidText(error);
    throw error;
  }
}
