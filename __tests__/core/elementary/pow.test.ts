import fc from 'fast-check';
import { log, pow } from '../../../src/core/elementary.js';
import { exactDigits, spread } from './float64.js';
import { oracle, ulps } from './oracle.js';

const math = oracle(50);
const error = ([x, y]: readonly [number, number]) =>
  ulps(pow(x, y), math.bignumber(exactDigits(x)).pow(math.bignumber(exactDigits(y))));

describe('pow(x, y)', () => {
  // Every pair of these, against the table of special cases in ECMAScript, which Math.pow has to follow exactly.
  const specials = [
    NaN,
    0,
    -0,
    1,
    -1,
    Infinity,
    -Infinity,
    2,
    -2,
    0.5,
    -0.5,
    3,
    -3,
    2 ** 53,
    -(2 ** 53),
    1e300,
    -1e300,
    5e-324,
    -5e-324,
  ];
  it.each(specials)('follows ECMAScript in the special cases with x = %p', (x) => {
    for (const y of specials) {
      const power = Math.pow(x, y);
      const isSpecial = Number.isNaN(power) || [0, 1, Infinity].includes(Math.abs(power));
      if (isSpecial) expect({ y, power: pow(x, y) }).toEqual({ y, power });
    }
  });

  it('is exact when the power is a float64 number: powers of ten, of two, squares and cubes', () => {
    for (let n = 0; n <= 22; n++) expect(pow(10, n)).toBe(Number(`1e${n}`));
    for (let n = -1074, power = 5e-324; n <= 1023; n++, power *= 2) expect(pow(2, n)).toBe(power);
    fc.assert(fc.property(fc.integer({ min: -94_906_265, max: 94_906_265 }), (k) => pow(k, 2) === k * k));
    fc.assert(fc.property(fc.integer({ min: -208_063, max: 208_063 }), (k) => pow(k, 3) === k * k * k));
    fc.assert(fc.property(fc.integer({ min: 0, max: 94_906_265 }), (k) => pow(k * k, 0.5) === k));
  });

  it('gives x itself for y = 1', () => {
    fc.assert(fc.property(fc.double({ noNaN: true }), (x) => Object.is(pow(x, 1), x)));
  });

  it.each([
    ['for everyday numbers', spread(0.01, 20, 200).map((x, i) => [x, spread(-20, 20, 200)[(i * 7) % 200]!] as const)],
    ['for the wavelengths of position encodings', spread(0, 1, 100).map((y) => [10_000, -y] as const)],
    [
      'when the result is near the largest or the smallest number',
      spread(1.1, 900, 100).map((x, i) => [x, (i % 2 ? 708 : -708) / log(x)] as const),
    ],
    ['next to 1, with large exponents', spread(-40, -2, 100).map((e) => [1 + 2 ** e, 500 / log(1 + 2 ** e)] as const)],
  ])('is within 0.52 units in the last place %s', (_where, points) => {
    expect(Math.max(...points.map(error))).toBeLessThan(0.52);
  });

  it('is within 0.76 units in the last place where the result is subnormal', () => {
    const points = spread(1.1, 900, 100).map((x, i) => [x, (-710 - (i % 34)) / log(x)] as const);
    expect(Math.max(...points.map(error))).toBeLessThan(0.76);
  });
});
