import fc from 'fast-check';
import { equationHolds } from '../../../src/show/derivation/exact.js';

describe('equationHolds', () => {
  it('goes by the printed decimals, not by the binary numbers behind them', () => {
    expect(equationHolds([[0.1, 3]], 0.1 * 3)).toBe(false); // 0.1·3 = 0.30000000000000004 is not so
    expect(equationHolds([[0.1, 3]], 0.3)).toBe(true);
    expect(
      equationHolds(
        [
          [2, 2],
          [0, 0],
          [1, 1],
          [1, 0],
        ],
        5,
      ),
    ).toBe(true);
    expect(equationHolds([[5, 0.5]], 2.5)).toBe(true);
    expect(equationHolds([[1e-7, 1e7]], 1)).toBe(true);
    expect(equationHolds([[1e300, 1e-300]], 1)).toBe(true);
  });
  it('never holds where something is not finite', () => {
    expect(equationHolds([[Infinity, 1]], Infinity)).toBe(false);
    expect(equationHolds([[NaN]], NaN)).toBe(false);
  });
  it('takes an empty sum as 0, −0 as 0', () => {
    expect(equationHolds([], 0)).toBe(true);
    expect(equationHolds([[-0, 3]], 0)).toBe(true);
  });
  it('agrees with whole numbers: thousandths are whole numbers too', () => {
    const whole = fc.integer({ min: -9999, max: 9999 });
    fc.assert(
      fc.property(fc.array(fc.tuple(whole, whole), { minLength: 1, maxLength: 6 }), whole, (pairs, off) => {
        const sum = pairs.reduce((total, [a, b]) => total + a * b, 0);
        const terms = pairs.map(([a, b]) => [a / 1000, b]);
        expect(equationHolds(terms, sum / 1000)).toBe(true);
        expect(equationHolds(terms, (sum + off) / 1000)).toBe(off === 0);
      }),
    );
  });
});
