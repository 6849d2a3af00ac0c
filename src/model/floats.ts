import { float16Value, type DType } from '../core/index.js';

/** The types of weights that are kept as float32, and how many bytes a number of each takes. */
export const FLOAT_WIDTHS = { float32: 4, float16: 2, bfloat16: 2, float64: 8 } as const satisfies Partial<
  Record<DType, number>
>;

export type WeightType = keyof typeof FLOAT_WIDTHS;

export function isWeightType(dtype: DType | undefined): dtype is WeightType {
  return dtype !== undefined && Object.hasOwn(FLOAT_WIDTHS, dtype);
}

/** Little-endian bytes as float32. */
export function floatsOf(bytes: Uint8Array, dtype: WeightType): Float32Array {
  const width = FLOAT_WIDTHS[dtype];
  const aligned = bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
  const { buffer, byteOffset } = aligned;
  const count = aligned.byteLength / width;
  switch (dtype) {
    case 'float32':
      return new Float32Array(buffer, byteOffset, count);
    case 'float64':
      return Float32Array.from(new Float64Array(buffer, byteOffset, count));
    case 'bfloat16': {
      // A bfloat16 is the upper half of a float32.
      const halves = new Uint16Array(buffer, byteOffset, count);
      const bits = new Uint32Array(count);
      for (let at = 0; at < count; at++) bits[at] = halves[at]! << 16;
      return new Float32Array(bits.buffer);
    }
    case 'float16': {
      const halves = new Uint16Array(buffer, byteOffset, count);
      const values = halfValues();
      const numbers = new Float32Array(count);
      for (let at = 0; at < count; at++) numbers[at] = values[halves[at]!]!;
      return numbers;
    }
  }
}

let halves: Float32Array | undefined;

/** Every float16 by its bits. */
function halfValues(): Float32Array {
  halves ??= Float32Array.from({ length: 0x10000 }, (_, bits) => float16Value(bits));
  return halves;
}
