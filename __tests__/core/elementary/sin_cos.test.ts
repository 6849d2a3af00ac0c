import { cos, sin } from '../../../src/core/elementary.js';
import { exactDigits, neighbour, spread } from './float64.js';
import { oracle, ulps } from './oracle.js';

const math = oracle(60);
// π to as many digits as 1e308 has before the point, and 60 more.
const precise = oracle(380);

function worst(points: readonly number[], by = math): number {
  return Math.max(
    ...points.flatMap((x) => {
      const angle = by.bignumber(exactDigits(x));
      return [ulps(sin(x), by.sin(angle)), ulps(cos(x), by.cos(angle))];
    }),
  );
}

describe('sin(x) and cos(x)', () => {
  it.each([
    [0, 0, 1],
    [-0, -0, 1],
    [Infinity, NaN, NaN],
    [-Infinity, NaN, NaN],
    [NaN, NaN, NaN],
    [5e-324, 5e-324, 1],
    [Math.PI, 1.2246467991473532e-16, -1],
    [Math.PI / 2, 1, 6.123233995736766e-17],
  ])('of %p are %p and %p', (x, s, c) => {
    expect(sin(x)).toBe(s);
    expect(cos(x)).toBe(c);
  });

  it.each([
    ['from −1 to 1', spread(-1, 1, 300)],
    ['from −100 to 100', spread(-100, 100, 300)],
    ['up to 2^20·π/2', spread(-1_647_099, 1_647_099, 300)],
    ['on both sides of π/4', [-2, -1, 0, 1, 2].map((k) => neighbour(Math.PI / 4, k))],
    [
      'on both sides of 2^20·π/2, where the long reduction begins',
      [-2, -1, 0, 1, 2].map((k) => neighbour(1_647_099, k)),
    ],
  ])('are within 0.8 units in the last place %s', (_where, points) => {
    expect(worst(points)).toBeLessThan(0.8);
  });

  it('are within 0.8 units in the last place next to multiples of π/2, where almost everything cancels', () => {
    const multiples = Array.from({ length: 200 }, (_, i) => Math.round(((i + 1) / 200) ** 4 * 2 ** 20) * (Math.PI / 2));
    expect(worst(multiples)).toBeLessThan(0.8);
  });

  it('are within 0.8 units in the last place for huge numbers', () => {
    expect(worst([...spread(21, 1023, 40).map((e) => 2 ** e), 1e22, Number.MAX_VALUE, -1e300], precise)).toBeLessThan(
      0.8,
    );
  });

  // The float64 number closest to a multiple of π/2: J.-M. Muller, Elementary Functions, 2nd ed. (2006), section 9.3.
  it('are right for 6381956970095103·2^797, the closest that a number comes to a multiple of π/2', () => {
    const x = 6381956970095103 * 2 ** 797;
    expect(cos(x)).toBe(-4.6871659242546277e-19);
    expect(worst([x], precise)).toBeLessThan(0.8);
  });

  it('know their quadrant: sin is odd, cos is even, sin² + cos² = 1', () => {
    for (const x of [...spread(-50, 50, 300), 1e10, 1e100, -1e200]) {
      expect(sin(-x)).toBe(-sin(x));
      expect(cos(-x)).toBe(cos(x));
      expect(Math.abs(sin(x) ** 2 + cos(x) ** 2 - 1)).toBeLessThan(4e-16);
    }
  });
});
