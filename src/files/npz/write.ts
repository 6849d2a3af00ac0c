import { crc32 } from 'node:zlib';
import { usageError } from '../facts.js';
import { sizeOf, type Tensor } from '../../core/index.js';
import { encode } from '../bytes.js';
import { npyHeader } from '../npy/write.js';
import { joined, type Pieces } from '../pieces.js';
import { STORAGE } from '../storage.js';
import { END, ENTRY, LOCAL } from '../zip/records.js';
import { directoryRecord, endRecord, localRecord } from '../zip/write.js';

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
    const about = { name, size, packed: size, crc, method: 0 };
    const local = localRecord(about);
    const entry = directoryRecord(about, at);
    directory.push(entry);
    at += local.length + size;
    yield local;
    yield header;
    yield numbers;
  }
  yield* directory;
  yield endRecord(directory, at);
}
