import fc from 'fast-check';
import { decode, encode } from '../../src/files/bytes.js';
import { STORAGE } from '../../src/files/storage.js';
import { tensor, type DType } from '../../src/core/tensor.js';

/** Reads one number at a time: a second way to the same. */
const readers: Record<
  Exclude<DType, 'float16' | 'bfloat16' | 'bool'>,
  (view: DataView, at: number, little: boolean) => number
> = {
  float64: (view, at, little) => view.getFloat64(at, little),
  float32: (view, at, little) => view.getFloat32(at, little),
  int8: (view, at) => view.getInt8(at),
  uint8: (view, at) => view.getUint8(at),
  int16: (view, at, little) => view.getInt16(at, little),
  uint16: (view, at, little) => view.getUint16(at, little),
  int32: (view, at, little) => view.getInt32(at, little),
  uint32: (view, at, little) => view.getUint32(at, little),
  int64: (view, at, little) => Number(view.getBigInt64(at, little)),
  uint64: (view, at, little) => Number(view.getBigUint64(at, little)),
};
const short = Object.entries(readers).filter(([dtype]) => !dtype.endsWith('int64')) as [
  DType,
  (typeof readers)['int8'],
][];

it.each(short)('decode reads %s in both byte orders, from any place, as DataView does', (dtype, one) => {
  const { width } = STORAGE[dtype];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(7), (random, shift) => {
      const bytes = new Uint8Array(shift + random.length).subarray(
        shift,
        shift + random.length - (random.length % width),
      );
      bytes.set(random.subarray(0, bytes.length));
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (const order of ['little', 'big'] as const) {
        const expected = Array.from({ length: bytes.length / width }, (_, n) =>
          one(view, n * width, order === 'little'),
        );
        expect([...decode(bytes, dtype, 'q', order)]).toEqual(expected);
      }
    }),
  );
});

it('decode reads 64-bit integers in both byte orders', () => {
  const view = new DataView(new ArrayBuffer(16));
  view.setBigInt64(0, -3n, false);
  view.setBigInt64(8, 2n ** 53n, false);
  expect([...decode(new Uint8Array(view.buffer), 'int64', 'q', 'big')]).toEqual([-3, 2 ** 53]);
});

it('decode takes only a view of float64 that is aligned, and never changes the bytes it was given', () => {
  const bytes = new Uint8Array(24);
  expect(decode(bytes, 'float64', 'q').buffer).toBe(bytes.buffer);
  expect(decode(bytes.subarray(1, 9), 'float64', 'q').buffer).not.toBe(bytes.buffer);
  bytes[0] = 1;
  decode(bytes, 'float64', 'q', 'big');
  expect(bytes[0]).toBe(1);
});

it('decode does not take the pool of a Buffer for its bytes', () => {
  const pooled = Buffer.from(new Uint8Array(Float32Array.of(1, 2).buffer));
  expect([...decode(pooled, 'float32', 'q')]).toEqual([1, 2]);
});

it('encode writes the lowest byte first', () => {
  expect([...encode(tensor([1], [1], { dtype: 'float32' }), 'q')]).toEqual([0, 0, 0x80, 0x3f]);
  expect([...encode(tensor([1], [1], { dtype: 'bfloat16' }), 'q')]).toEqual([0x80, 0x3f]);
  expect([...encode(tensor([1], [-2], { dtype: 'int64' }), 'q')]).toEqual([0xfe, 255, 255, 255, 255, 255, 255, 255]);
});

it('encode rounds float32 once, as Math.fround', () => {
  fc.assert(
    fc.property(fc.double(), (x) => {
      const [back] = decode(encode(tensor([1], [x], { dtype: 'float32' }), 'q'), 'float32', 'q');
      expect(back).toBe(Math.fround(x));
    }),
  );
});

it('STORAGE names every type once', () => {
  const names = Object.values(STORAGE);
  expect(new Set(names.map(({ safetensors }) => safetensors)).size).toBe(names.length);
  expect(names.filter(({ numpy }) => numpy).every(({ numpy, width }) => Number(numpy?.slice(1)) === width)).toBe(true);
});
