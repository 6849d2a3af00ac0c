import { tanh } from '../../../src/core/elementary.js';
import { exactDigits, neighbour, spread } from './float64.js';
import { oracle, ulps } from './oracle.js';

const math = oracle(60);
const error = (x: number) => ulps(tanh(x), math.tanh(math.bignumber(exactDigits(x))));

describe('tanh(x)', () => {
  it.each([
    [0, 0],
    [-0, -0],
    [Infinity, 1],
    [-Infinity, -1],
    [NaN, NaN],
    [5e-324, 5e-324],
    [-1e-300, -1e-300],
    [22, 1],
    [-1000, -1],
  ])('of %p is %p', (x, expected) => {
    expect(tanh(x)).toBe(expected);
  });

  it.each([
    ['from −4 to 4', spread(-4, 4, 400)],
    ['from 4 to 22', spread(4, 22, 200)],
    ['on both sides of 1/16, where the series ends', spread(0.06, 0.065, 200)],
    ['for small numbers', spread(-40, -4, 200).map((e) => 2 ** e)],
  ])('is within 0.52 units in the last place %s', (_where, points) => {
    expect(Math.max(...points.map(error))).toBeLessThan(0.52);
  });

  it('is odd, to the last bit', () => {
    for (const x of spread(0, 25, 500)) expect(tanh(-x)).toBe(-tanh(x));
  });

  it('never falls from one number to the next where the series ends', () => {
    let x = neighbour(1 / 16, -500);
    for (let step = 0; step < 1000; step++) {
      const above = neighbour(x, 1);
      expect(tanh(above)).toBeGreaterThanOrEqual(tanh(x));
      x = above;
    }
  });
});
