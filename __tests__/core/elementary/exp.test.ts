import { exp } from '../../../src/core/elementary.js';
import { expOfSum } from '../../../src/core/elementary/exp.js';
import { exactDigits, neighbour, spread } from './float64.js';
import { oracle, ulps } from './oracle.js';

const math = oracle(40);
const error = (x: number) => ulps(exp(x), math.exp(math.bignumber(exactDigits(x))));

describe('exp(x)', () => {
  it.each([
    [0, 1],
    [-0, 1],
    [Infinity, Infinity],
    [-Infinity, 0],
    [NaN, NaN],
    [1, 2.718281828459045],
    [5e-324, 1],
    [-5e-324, 1],
  ])('of %p is %p', (x, expected) => {
    expect(exp(x)).toBe(expected);
  });

  it('overflows just above log(2^1024) and not before', () => {
    expect(exp(709.782712893384)).toBe(1.7976931348622732e308);
    expect(exp(neighbour(709.782712893384, 1))).toBe(Infinity);
    expect(exp(1e300)).toBe(Infinity);
  });

  it('underflows just below log(2^−1075) and not before', () => {
    expect(exp(-745.1332191019411)).toBe(5e-324);
    expect(exp(-745.1332191019412)).toBe(0);
    expect(exp(-1e300)).toBe(0);
  });

  it.each([
    ['everywhere', spread(-708, 709, 800)],
    ['for the scores of a softmax', spread(-30, 0, 800)],
    ['around 0', spread(-0.01, 0.01, 300)],
    ['at the breakpoints of its table', Array.from({ length: 300 }, (_, j) => ((j - 150.5) * Math.LN2) / 128)],
    [
      'where one multiple of (log 2)/128 is taken away whole',
      Array.from({ length: 300 }, (_, j) => ((j - 150) * Math.LN2) / 128),
    ],
  ])('is within 0.52 units in the last place %s', (_where, points) => {
    expect(Math.max(...points.map(error))).toBeLessThan(0.52);
  });

  it('is within 0.76 units in the last place where the result is subnormal', () => {
    expect(Math.max(...spread(-745.1, -708.4, 300).map(error))).toBeLessThan(0.76);
  });

  it('never falls from one number to the next around the breakpoints of its table', () => {
    for (let n = -260; n < 260; n += 1) {
      let x = neighbour(((n + 0.5) * Math.LN2) / 128, -40);
      for (let step = 0; step < 80; step++) {
        const above = neighbour(x, 1);
        if (exp(above) < exp(x)) throw new Error(`exp(${above}) < exp(${x})`);
        x = above;
      }
    }
  });

  it('turns sums into products: e^x · e^−x = 1 within three roundings', () => {
    for (const x of spread(0, 700, 500)) expect(Math.abs(exp(x) * exp(-x) - 1)).toBeLessThanOrEqual(3 * 2 ** -53);
  });
});

describe('expOfSum(x, more, into)', () => {
  it('is exact to 2^−67', () => {
    const precise = oracle(60);
    const into = new Float64Array(2);
    for (const x of spread(-740, 700, 300)) {
      const more = x * 1e-17;
      const k = expOfSum(x, more, into);
      const exact = precise.exp(precise.bignumber(exactDigits(x)).plus(exactDigits(more)));
      const found = precise
        .bignumber(exactDigits(into[0]!))
        .plus(exactDigits(into[1]!))
        .times(precise.bignumber(2).pow(k));
      expect(found.div(exact).minus(1).abs().toNumber()).toBeLessThan(2 ** -67);
    }
  });
});
