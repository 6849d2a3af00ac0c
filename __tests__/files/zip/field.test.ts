import { wideSizes } from '../../../src/files/zip/field.js';

const WIDE = 0xffffffff;

/** One extra field: id, length, and 64-bit numbers. */
function field(id: number, numbers: readonly bigint[], length = 8 * numbers.length): Uint8Array {
  const head = new Uint8Array(Uint16Array.of(id, length).buffer);
  return new Uint8Array(Buffer.concat([head, new Uint8Array(BigUint64Array.from(numbers).buffer)]));
}

const sizes = (extra: Uint8Array, given: readonly number[]): number[] =>
  wideSizes(new DataView(extra.buffer), 0, extra.length, given);

it('wideSizes takes from the zip64 field only the sizes that do not fit 32 bits, in their order', () => {
  expect(sizes(field(1, [7n, 8n]), [WIDE, WIDE])).toEqual([7, 8]);
  expect(sizes(field(1, [7n, 8n]), [5, WIDE])).toEqual([5, 7]);
  expect(sizes(field(1, [7n]), [5, 6])).toEqual([5, 6]);
});

it('wideSizes passes over other fields', () => {
  const extra = new Uint8Array(Buffer.concat([field(0x5455, [1n]), field(1, [2n ** 40n])]));
  expect(sizes(extra, [WIDE])).toEqual([2 ** 40]);
  expect(sizes(field(0x5455, [1n]), [WIDE])).toEqual([WIDE]);
});

it('wideSizes leaves a size that the field is too short for, and reads nothing outside of it', () => {
  expect(sizes(field(1, [7n]), [WIDE, WIDE])).toEqual([7, WIDE]);
  expect(sizes(field(1, [7n], 4), [WIDE])).toEqual([WIDE]);
  expect(sizes(field(1, [7n], 60_000), [WIDE, WIDE])).toEqual([7, WIDE]);
  expect(sizes(new Uint8Array(3), [WIDE])).toEqual([WIDE]);
});
