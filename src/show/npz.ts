import { crc32 } from 'node:zlib';
import { usageError } from '../core/error.js';
import type { Tensor } from '../core/tensor.js';
import { namedArrays } from './parts/arrays.js';
import { encodeNpy } from './npy.js';
import type { Renderer } from './renderer.js';

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
  const members = [...tensors].map(([name, tensor]) => {
    const data = encodeNpy(tensor, name);
    return { name: new TextEncoder().encode(`${name}.npy`), data, crc: crc32(data) };
  });
  const names = members.reduce((sum, { name }) => sum + name.length, 0);
  const start = members.reduce((sum, { data }) => sum + 30 + data.length, names);
  const total = start + 46 * members.length + names + 22;
  if (total > LARGEST || members.length >= 0xffff) {
    const what = 'the .npz would be larger than 4 GiB or hold more than 65,534 arrays';
    throw usageError({ what, fix: 'write .safetensors' });
  }

  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  let local = 0;
  let entry = start;
  for (const { name, data, crc } of members) {
    view.setUint32(local, 0x04034b50, true);
    view.setUint32(entry, 0x02014b50, true);
    view.setUint16(entry + 4, VERSION, true);
    view.setUint32(entry + 42, local, true);
    for (const at of [local + 4, entry + 6]) {
      view.setUint16(at, VERSION, true);
      view.setUint16(at + 2, name.some((byte) => byte > 0x7f) ? UTF8_NAME : 0, true);
      view.setUint16(at + 8, DATE, true);
      view.setUint32(at + 10, crc, true);
      view.setUint32(at + 14, data.length, true);
      view.setUint32(at + 18, data.length, true);
      view.setUint16(at + 22, name.length, true);
    }
    bytes.set(name, local + 30);
    bytes.set(data, local + 30 + name.length);
    bytes.set(name, entry + 46);
    local += 30 + name.length + data.length;
    entry += 46 + name.length;
  }
  view.setUint32(entry, 0x06054b50, true);
  view.setUint16(entry + 8, members.length, true);
  view.setUint16(entry + 10, members.length, true);
  view.setUint32(entry + 12, entry - start, true);
  view.setUint32(entry + 16, start, true);
  return bytes;
}

/** The stages asked for, and the mask, each under its name. */
export const renderNpz: Renderer = (trace, options) => encodeNpz(namedArrays(trace, options));
