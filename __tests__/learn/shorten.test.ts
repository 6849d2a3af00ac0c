import { shorten } from '../../src/learn/shorten.js';

it('shorten makes the mean, and no longer than asked', () => {
  const long = Float64Array.of(6, 8);
  shorten(long, 2, 1);
  expect(Array.from(long, (value) => Number(value.toFixed(15)))).toEqual([0.6, 0.8]);
  const short = Float64Array.of(0.6, 0.8);
  shorten(short, 2, 1);
  expect([...short]).toEqual([0.3, 0.4]);
});
