import fc from 'fast-check';
import { exactNumber, fixedNumber, roundNumber } from '../../../src/show/text/number.js';

describe('exactNumber', () => {
  it('reads back to the same float64, whatever the number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(Object.is(Number(exactNumber(x)), x)).toBe(true);
      }),
    );
  });
  it('keeps what JSON.stringify loses: the sign of zero', () => {
    expect(exactNumber(-0)).toBe('-0');
    expect(JSON.stringify(-0)).toBe('0');
  });
  it('is a number of strict JSON for the largest, the smallest and 0.1 + 0.2', () => {
    expect([Number.MAX_VALUE, 5e-324, 0.1 + 0.2, 1e21].map(exactNumber)).toEqual([
      '1.7976931348623157e+308',
      '5e-324',
      '0.30000000000000004',
      '1e+21',
    ]);
    expect(JSON.parse(exactNumber(1e21))).toBe(1e21);
  });
});

describe('roundNumber', () => {
  it('rounds the exact binary value: 1.005 lies below 1.005', () => {
    expect(roundNumber(1.005, 2)).toBe(1);
    expect(roundNumber(2 / 3, 3)).toBe(0.667);
    expect(roundNumber(0.125, 2)).toBe(0.13);
  });
  it('never gives −0 and leaves NaN and infinities alone', () => {
    expect(Object.is(roundNumber(-0.001, 2), 0)).toBe(true);
    expect([NaN, Infinity, -Infinity].map((x) => roundNumber(x, 2))).toEqual([NaN, Infinity, -Infinity]);
  });
  it('moves no number by more than half a unit of the last digit', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 8 }), (x, digits) => {
        expect(Math.abs(roundNumber(x, digits) - x)).toBeLessThanOrEqual(0.5 * 10 ** -digits + 1e-9);
      }),
    );
  });
});

describe('fixedNumber', () => {
  it('never writes a negative zero', () => {
    expect(fixedNumber(-0, 4)).toBe('0.0000');
    expect(fixedNumber(-0.001, 2)).toBe('0.00');
    expect(fixedNumber(-0.4, 0)).toBe('0');
    expect((-0.001).toFixed(2)).toBe('-0.00');
  });
  it('takes the exponent from 1e6 up and below 1e-4', () => {
    expect([999999, 1e6, -12345678, 1e-4, 9.9e-5, -1e-300].map((x) => fixedNumber(x, 2))).toEqual([
      '999999.00',
      '1.00e+6',
      '-1.23e+7',
      '0.00',
      '9.90e-5',
      '-1.00e-300',
    ]);
  });
  it('reads back to the number rounded to its places', () => {
    fc.assert(
      fc.property(fc.double({ min: -9e5, max: 9e5, noNaN: true }), (x) => {
        fc.pre(Math.abs(x) >= 1e-4);
        expect(Number(fixedNumber(x, 4))).toBe(roundNumber(x, 4));
      }),
    );
  });
});
