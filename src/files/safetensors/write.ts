import { usageError } from '../facts.js';
import { sizeOf, type Tensor } from '../../core/index.js';
import { encode } from '../bytes.js';
import { joined, type Pieces } from '../pieces.js';
import { STORAGE } from '../storage.js';
import { LENGTH_BYTES, METADATA } from './format.js';

const ALIGNMENT = 8;

/**
 * Named tensors as a .safetensors file. Wider types come first (else the order is kept), so that every tensor lies on
 * a multiple of its own width, as the format's own writer has it.
 * https://github.com/huggingface/safetensors#format
 *
 * @param metadata texts to keep in the header
 * @throws AttnError for the reserved name `__metadata__`, and for a number that a type cannot hold
 * @example encodeSafetensors(new Map([['q', q]]), { seed: '42' })
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  return joined(safetensorsPieces(tensors, metadata));
}

/** The same, tensor after tensor: each is encoded when it is its turn. */
export function safetensorsPieces(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Pieces {
  if (tensors.has(METADATA)) {
    throw usageError({ code: 'safetensors-reserved-name', name: METADATA });
  }
  const widestFirst = [...tensors].sort(([, a], [, b]) => STORAGE[b.dtype].width - STORAGE[a.dtype].width);

  // Written by hand: in a JavaScript object the name "7" would come first and "__proto__" not at all.
  const items = Object.keys(metadata).length > 0 ? [`${JSON.stringify(METADATA)}:${JSON.stringify(metadata)}`] : [];
  let end = 0;
  for (const [name, { dtype, shape }] of widestFirst) {
    const begin = end;
    end += sizeOf(shape) * STORAGE[dtype].width;
    const value = { dtype: STORAGE[dtype].safetensors, shape, data_offsets: [begin, end] };
    items.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
  }
  const header = new TextEncoder().encode(`{${items.join(',')}}`);
  const length = Math.ceil(header.length / ALIGNMENT) * ALIGNMENT;

  const start = new Uint8Array(LENGTH_BYTES + length).fill(0x20);
  new DataView(start.buffer).setBigUint64(0, BigInt(length), true);
  start.set(header, LENGTH_BYTES);
  return written(start, widestFirst);
}

function* written(start: Uint8Array, tensors: readonly (readonly [string, Tensor])[]): Generator<Uint8Array> {
  yield start;
  for (const [name, tensor] of tensors) yield encode(tensor, name);
}
