import fc from 'fast-check';
import { plainNumber } from '../../src/expression/plain.js';

describe('plainNumber', () => {
  it.each([
    ['0.5', 0.5],
    [' -2.5e3 ', -2500],
    ['+1', 1],
    ['.5', 0.5],
    ['1.', 1],
    ['1E-2', 0.01],
    ['-0', -0],
    ['inf', Infinity],
    ['-inf', -Infinity],
    ['+Inf', Infinity],
    ['-Infinity', -Infinity],
    ['nan', NaN],
    ['NaN', NaN],
  ])('plainNumber(%j) is %d', (text, value) => {
    expect(plainNumber(text)).toBe(value);
  });

  it.each(['', ' ', '-', '1/2', '1,5', '0x10', '1e', '1_000', '1 2', 'e', 'infinite', '--1', '1e999', '.'])(
    'plainNumber(%j) is no plain number',
    (text) => {
      expect(plainNumber(text)).toBeUndefined();
    },
  );

  it('plainNumber reads back every float64 as JavaScript writes it', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(plainNumber(Object.is(value, -0) ? '-0' : String(value))).toBe(value);
      }),
    );
  });

  it('plainNumber does not look at texts of more than 500 characters', () => {
    expect(plainNumber('1'.repeat(501))).toBeUndefined();
  });
});
