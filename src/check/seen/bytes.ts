import { type FloatType, roundTo, tensor } from '../../core/index.js';
import { otherBytes } from '../mistakes/tensors.js';
import { ENOUGH, type Sight } from './seen.js';

/** The numbers of OUT were written as one type, or in one order of bytes, and read as another. */
export const bytes: Sight = ({ actual, right, near }) => {
  if (actual.data.length < ENOUGH) return undefined;
  // The stored tensor carries its type; behind float32 and float64 the other order can be undone.
  for (const dtype of ['float32', 'float64'] as const) {
    const turned = otherBytes(tensor(actual.shape, actual.data, { dtype }));
    if (turned && mostly(actual.data, turned.data, right.data, near))
      return {
        ids: ['P1'],
        title: `the bytes of OUT are in the other order (${dtype})`,
        formula: 'big-endian taken for little-endian',
        lookFor: "'>f4', tofile and fromfile, struct.unpack('>f')",
        instead: "astype('<f4') before saving",
        sure: true,
      };
  }
  for (const [is, was] of [
    ['float16', 'bfloat16'],
    ['bfloat16', 'float16'],
  ] as const) {
    const again = actual.data.map((x) => reinterpreted(x, is, was));
    const short = right.data.map(roundTo(was));
    const unit = was === 'bfloat16' ? 2 ** -6 : 2 ** -9;
    const fits = again.every((x, at) => Math.abs(x - short[at]!) <= unit * Math.abs(short[at]!) + near);
    if (fits)
      return {
        ids: ['P1'],
        title: `the bytes of OUT are ${was} and were read as ${is}`,
        formula: `${was} bits taken for ${is}`,
        lookFor: 'view(torch.float16), a file that names the wrong type, frombuffer with another dtype',
        instead: `read it as ${was}`,
        sure: true,
      };
  }
  return undefined;
};

/** What has become NaN has lost its bits. */
function mostly(read: Float64Array, made: Float64Array, right: Float64Array, near: number): boolean {
  let kept = 0;
  const fits = made.every((x, at) => {
    if (Number.isNaN(read[at]!)) return true;
    kept++;
    return Math.abs(x - right[at]!) <= near;
  });
  return fits && 2 * kept > read.length;
}

/** The bits of a short float read as another short float. */
function reinterpreted(x: number, is: FloatType, was: FloatType): number {
  const bits = is === 'float16' ? halfBits(x) : bfloatBits(x);
  return was === 'float16' ? halfOf(bits) : bfloatOf(bits);
}

function bfloatBits(x: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, x);
  return view.getUint16(0);
}

function bfloatOf(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, bits);
  return view.getFloat32(0);
}

/** IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. */
function halfBits(x: number): number {
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  const size = Math.abs(x);
  if (Number.isNaN(x)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | Math.round(size / 2 ** -24);
  const exponent = Math.floor(Math.log2(size));
  const fraction = Math.round((size / 2 ** exponent - 1) * 1024);
  return sign | (((exponent + 15) << 10) + fraction);
}

function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
