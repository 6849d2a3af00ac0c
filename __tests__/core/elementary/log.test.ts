import { log } from '../../../src/core/elementary.js';
import { logAsSum } from '../../../src/core/elementary/log.js';
import { exactDigits, neighbour, spread } from './float64.js';
import { oracle, ulps } from './oracle.js';

const math = oracle(60);
const exactLog = (x: number) => math.log(math.bignumber(exactDigits(x))) as math.BigNumber;
const error = (x: number) => ulps(log(x), exactLog(x));

describe('log(x)', () => {
  it.each([
    [1, 0],
    [0, -Infinity],
    [-0, -Infinity],
    [Infinity, Infinity],
    [-1, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
    [10, 2.302585092994046],
    [Number.MAX_VALUE, 709.782712893384],
    [5e-324, -744.4400719213812],
    [2.2250738585072014e-308, -708.3964185322641],
  ])('of %p is %p', (x, expected) => {
    expect(log(x)).toBe(expected);
  });

  it.each([
    ['between 1/2 and 2', spread(0.5, 2, 400)],
    ['next to 1', spread(-52, -3, 200).flatMap((e) => [1 + 2 ** e, 1 - 2 ** e])],
    ['at every size', spread(-1022, 1023, 300).map((e) => 2 ** e)],
    ['where the number is subnormal', spread(-1074, -1022, 60).map((e) => 2 ** e)],
    [
      'on both sides of √½ and √2',
      [Math.SQRT1_2, Math.SQRT2].flatMap((x) => [-2, -1, 0, 1, 2].map((k) => neighbour(x, k))),
    ],
    ['at the breakpoints of its table', Array.from({ length: 91 }, (_, j) => (j + 90.5) / 128)],
  ])('is within 0.52 units in the last place %s', (_where, points) => {
    expect(Math.max(...points.map(error))).toBeLessThan(0.52);
  });

  it('never falls from one number to the next around the breakpoints of its table', () => {
    for (const middle of [...Array.from({ length: 91 }, (_, j) => (j + 90.5) / 128), 1, Math.SQRT2]) {
      let x = neighbour(middle, -60);
      for (let step = 0; step < 120; step++) {
        const above = neighbour(x, 1);
        if (log(above) < log(x)) throw new Error(`log(${above}) < log(${x})`);
        x = above;
      }
    }
  });
});

describe('logAsSum(x, into)', () => {
  it('is exact to 2^−67, also next to 1', () => {
    const into = new Float64Array(2);
    const points = [
      ...spread(0.5, 2, 200),
      ...spread(-20, -6, 60).flatMap((e) => [1 + 2 ** e, 1 - 2 ** e]),
      1e-310,
      1e308,
    ];
    for (const x of points) {
      logAsSum(x, into);
      const found = math.bignumber(exactDigits(into[0]!)).plus(exactDigits(into[1]!));
      expect(found.div(exactLog(x)).minus(1).abs().toNumber()).toBeLessThan(2 ** -67);
    }
  });
});
