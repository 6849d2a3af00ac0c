import { packKeys, packValues } from '../../src/kernel/panels.js';

const counting = (length: number): Float64Array => Float64Array.from({ length }, (_, n) => n + 1);

it('packKeys puts the same number of 8 neighbouring keys side by side, and zeros where keys are missing', () => {
  const to = new Float32Array(2 * 3 * 8); // 10 keys of 3 numbers: two panels
  packKeys(counting(30), to, 10, 3);
  expect([...to.subarray(0, 8)]).toEqual([1, 4, 7, 10, 13, 16, 19, 22]); // the first number of keys 1 to 8
  expect([...to.subarray(24, 32)]).toEqual([25, 28, 0, 0, 0, 0, 0, 0]); // the first number of keys 9 and 10
});

it('packKeys says how long the longest key is, and that a NaN is longer than all', () => {
  expect(packKeys(Float64Array.of(3, 4, 1, 0), new Float64Array(8), 2, 2)).toBe(5);
  expect(packKeys(Float64Array.of(NaN, 4, 1, 0), new Float64Array(8), 2, 2)).toBe(Infinity);
});

it('packValues stores columns in fours (float64), key after key, tile after tile, and marks the tiles that hold NaN or ∞', () => {
  const nonFinite = new Uint8Array(2);
  const to = new Float64Array(2 * 2 * 64 * 4); // 66 keys of 5 columns: two tiles of two panels
  const from = Float64Array.from({ length: 330 }, (_, n) => n);
  from[65 * 5] = Infinity;
  expect(packValues(from, to, nonFinite, 66, 5)).toBe(329);
  expect([...to.subarray(0, 8)]).toEqual([0, 1, 2, 3, 5, 6, 7, 8]);
  expect([...to.subarray(256, 264)]).toEqual([4, 0, 0, 0, 9, 0, 0, 0]); // the second panel of the first tile
  expect([...to.subarray(512, 524)]).toEqual([320, 321, 322, 323, Infinity, 326, 327, 328, 0, 0, 0, 0]); // keys 65 and 66
  expect([...nonFinite]).toEqual([0, 1]);
});
