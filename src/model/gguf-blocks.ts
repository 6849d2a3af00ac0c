import { float16Value } from '../core/index.js';

/** How ggml stores numbers: so many of them in a block of so many bytes. */
export interface GgmlType {
  readonly name: string;
  readonly numbers: number;
  readonly bytes: number;
}

/** By the number of the type. https://github.com/ggml-org/ggml/blob/master/include/ggml.h */
export const GGML_TYPES: ReadonlyMap<number, GgmlType> = new Map([
  [0, { name: 'F32', numbers: 1, bytes: 4 }],
  [1, { name: 'F16', numbers: 1, bytes: 2 }],
  [2, { name: 'Q4_0', numbers: 32, bytes: 18 }],
  [8, { name: 'Q8_0', numbers: 32, bytes: 34 }],
  [12, { name: 'Q4_K', numbers: 256, bytes: 144 }],
  [14, { name: 'Q6_K', numbers: 256, bytes: 210 }],
  [30, { name: 'BF16', numbers: 1, bytes: 2 }],
]);

/**
 * Blocks → float32: each block has a scale, and small whole numbers.
 *
 * @param into as many numbers as the blocks hold
 */
export function dequantize(bytes: Uint8Array, type: number, into: Float32Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const half = (at: number): number => float16Value(view.getUint16(at, true));
  const { numbers, bytes: size } = GGML_TYPES.get(type)!;
  const blocks = into.length / numbers;
  for (let block = 0; block < blocks; block++) {
    const at = block * size;
    const to = block * numbers;
    switch (type) {
      case 0:
        into[to] = view.getFloat32(at, true);
        break;
      case 1:
        into[to] = half(at);
        break;
      case 30:
        FLOAT[0] = 0;
        BITS[0] = view.getUint16(at, true) << 16;
        into[to] = FLOAT[0]!;
        break;
      case 2: {
        // The low halves of the bytes are the first 16 numbers.
        const scale = half(at);
        for (let n = 0; n < 16; n++) {
          const byte = bytes[at + 2 + n]!;
          into[to + n] = scale * ((byte & 15) - 8);
          into[to + 16 + n] = scale * ((byte >> 4) - 8);
        }
        break;
      }
      case 8: {
        const scale = half(at);
        for (let n = 0; n < 32; n++) into[to + n] = scale * view.getInt8(at + 2 + n);
        break;
      }
      case 12:
        q4k(bytes, at, half(at), half(at + 2), into, to);
        break;
      case 14:
        q6k(bytes, view, at, half(at + 208), into, to);
        break;
    }
  }
}

const FLOAT = new Float32Array(1);
const BITS = new Uint32Array(FLOAT.buffer);

/** Eight groups of 32 numbers, each with a scale and a least value of six bits. */
function q4k(bytes: Uint8Array, at: number, scale: number, least: number, into: Float32Array, to: number): void {
  const packed = (n: number): number => bytes[at + 4 + n]!;
  for (let group = 0; group < 8; group++) {
    const [d, m] =
      group < 4
        ? [packed(group) & 63, packed(group + 4) & 63]
        : [
            (packed(group + 4) & 15) | ((packed(group - 4) >> 6) << 4),
            (packed(group + 4) >> 4) | ((packed(group) >> 6) << 4),
          ];
    const from = at + 16 + (group >> 1) * 32;
    for (let n = 0; n < 32; n++) {
      const byte = bytes[from + n]!;
      into[to + group * 32 + n] = scale * d * (group & 1 ? byte >> 4 : byte & 15) - least * m;
    }
  }
}

/** Sixteen groups of 16 numbers of six bits: four in one place, two in another. */
function q6k(bytes: Uint8Array, view: DataView, at: number, scale: number, into: Float32Array, to: number): void {
  for (let n = 0; n < 256; n++) {
    const side = n >> 7; // the first or the second 128
    const inside = n & 127;
    const quarter = inside >> 5;
    const place = inside & 31;
    const low = bytes[at + side * 64 + (quarter & 1) * 32 + place]!;
    const high = bytes[at + 128 + side * 32 + place]!;
    const value = ((quarter < 2 ? low & 15 : low >> 4) | (((high >> (2 * quarter)) & 3) << 4)) - 32;
    into[to + n] = scale * view.getInt8(at + 192 + (n >> 4)) * value;
  }
}
