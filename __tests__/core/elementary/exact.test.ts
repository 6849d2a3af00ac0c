import { arctanInverse, asSum, atanhInverse, expSeries } from '../../../src/core/elementary/exact.js';
import { exactDigits } from './float64.js';
import { oracle } from './oracle.js';

const math = oracle(70);
const bits = 200n;
const one = 1n << bits;
const fixed = (value: bigint) => math.bignumber(value.toString()).div(math.bignumber(one.toString()));

describe('the series of exact.ts', () => {
  it('atanhInverse(3n, bits) is half of log 2', () => {
    expect(
      fixed(2n * atanhInverse(3n, bits))
        .minus(math.log(math.bignumber(2)) as math.BigNumber)
        .abs()
        .toNumber(),
    ).toBeLessThan(1e-57);
  });

  it('arctanInverse gives π by the formula of Machin and by that of Hutton', () => {
    const machin = 16n * arctanInverse(5n, bits) - 4n * arctanInverse(239n, bits);
    const hutton = 8n * arctanInverse(3n, bits) + 4n * arctanInverse(7n, bits);
    expect(Number(machin - hutton)).toBeLessThan(2000);
    expect(
      fixed(machin)
        .minus(math.bignumber('3.14159265358979323846264338327950288419716939937510582097494459'))
        .abs()
        .toNumber(),
    ).toBeLessThan(1e-57);
  });

  it('expSeries of 1 is e', () => {
    expect(
      fixed(expSeries({ value: one, bits }))
        .minus(math.exp(math.bignumber(1)))
        .abs()
        .toNumber(),
    ).toBeLessThan(1e-57);
  });
});

describe('asSum({ value, bits })', () => {
  it('gives two float64 numbers that hold 106 bits', () => {
    const value = 2n * atanhInverse(3n, bits);
    const [high, low] = asSum({ value, bits });
    expect(high).toBe(Math.LN2);
    expect(math.bignumber(exactDigits(high)).plus(exactDigits(low)).minus(fixed(value)).abs().toNumber()).toBeLessThan(
      2 ** -106,
    );
  });

  it('keeps the sign', () => {
    expect(asSum({ value: -3n, bits: 1n })).toEqual([-1.5, 0]);
  });
});
