import { crc32 } from 'node:zlib';
import { usageError } from '../facts.js';
import { sizeOf, type Tensor } from '../../core/index.js';
import { encode } from '../bytes.js';
import { npyHeader } from '../npy/write.js';
import { joined, type Pieces } from '../pieces.js';
import { STORAGE } from '../storage.js';
import { END, ENTRY, LOCAL } from '../zip/records.js';

/** 1980-01-01, the first day of a zip's calendar: the same arrays give the same bytes on any day. */
const DATE = (0 << 9) | (1 << 5) | 1;
const UTF8_NAME = 0x0800;
const VERSION = 20;
const LARGEST = 0xffffffff;

/**
 * Named tensors as a .npz file: a zip of .npy files, stored as they are, which `np.load` reads.
 * https://numpy.org/doc/stable/reference/generated/numpy.savez.html
 *
 * @throws AttnError for bfloat16, for a number that a type cannot hold, and for more than 4 GiB
 * @example encodeNpz(new Map([['q', q], ['k', k]]))
 */
export function encodeNpz(tensors: ReadonlyMap<string, Tensor>): Uint8Array {
  return joined(npzPieces(tensors));
}

/** The same, array after array: each is encoded when it is its turn. */
export function npzPieces(tensors: ReadonlyMap<string, Tensor>): Pieces {
  const members = [...tensors].map(([name, tensor]): Member => {
    const header = npyHeader(tensor, name);
    return {
      name: new TextEncoder().encode(`${name}.npy`),
      tensor,
      title: name,
      header,
      size: header.length + sizeOf(tensor.shape) * STORAGE[tensor.dtype].width,
    };
  });
  const total = members.reduce(
    (sum, { name, size }) => sum + LOCAL.length + ENTRY.length + 2 * name.length + size,
    END.length,
  );
  if (total > LARGEST || members.length >= 0xffff) {
    throw usageError({ code: 'npz-too-large', bytes: total, arrays: members.length });
  }
  return zipped(members);
}

interface Member {
  readonly name: Uint8Array;
  readonly tensor: Tensor;
  readonly title: string;
  readonly header: Uint8Array;
  readonly size: number;
}

function* zipped(members: readonly Member[]): Generator<Uint8Array> {
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, tensor, title, header, size } of members) {
    const numbers = encode(tensor, title);
    // Of no bytes at all Node's crc32 is 0, whatever came before.
    const crc = numbers.length === 0 ? crc32(header) : crc32(numbers, crc32(header));
    const local = record(LOCAL, 4, name, size, crc);
    const entry = record(ENTRY, 6, name, size, crc);
    const view = new DataView(entry.buffer);
    view.setUint16(4, VERSION, true);
    view.setUint32(42, at, true);
    directory.push(entry);
    at += local.length + size;
    yield local;
    yield header;
    yield numbers;
  }
  yield* directory;
  const end = new DataView(new ArrayBuffer(END.length));
  end.setUint32(0, END.signature, true);
  end.setUint16(8, members.length, true);
  end.setUint16(10, members.length, true);
  end.setUint32(
    12,
    directory.reduce((sum, { length }) => sum + length, 0),
    true,
  );
  end.setUint32(16, at, true);
  yield new Uint8Array(end.buffer);
}

/** What both headers of a member have in common, from `from` on, and its name behind. */
function record(
  { signature, length }: typeof LOCAL,
  from: number,
  name: Uint8Array,
  size: number,
  crc: number,
): Uint8Array {
  const bytes = new Uint8Array(length + name.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signature, true);
  view.setUint16(from, VERSION, true);
  view.setUint16(from + 2, name.some((byte) => byte > 0x7f) ? UTF8_NAME : 0, true);
  view.setUint16(from + 8, DATE, true);
  view.setUint32(from + 10, crc, true);
  view.setUint32(from + 14, size, true);
  view.setUint32(from + 18, size, true);
  view.setUint16(from + 22, name.length, true);
  bytes.set(name, length);
  return bytes;
}
