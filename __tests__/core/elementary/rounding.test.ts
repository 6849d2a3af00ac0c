import fc from 'fast-check';
import { productError, ROUND, sumError, upperHalf } from '../../../src/core/elementary/rounding.js';

/** A number as a whole multiple of 2^−2200, so that sums and products are exact. */
const whole = (x: number): bigint => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const field = Number((view.getBigUint64(0) >> 52n) & 0x7ffn);
  const fraction = view.getBigUint64(0) & 0xfffffffffffffn;
  const digits = field === 0 ? fraction : fraction | (1n << 52n);
  return (x < 0 ? -digits : digits) << BigInt(Math.max(field, 1) - 1 + 1126);
};
const moderate = fc.double({ min: -1e150, max: 1e150, noNaN: true }).filter((x) => x === 0 || Math.abs(x) > 1e-120);

describe('what an operation lost', () => {
  it('sumError(a, b, a + b) is exactly the error of the sum', () => {
    fc.assert(
      fc.property(moderate, moderate, (a, b) => whole(a) + whole(b) === whole(a + b) + whole(sumError(a, b, a + b))),
    );
  });

  it('productError(a, b, a · b) is exactly the error of the product', () => {
    fc.assert(
      fc.property(moderate, moderate, (a, b) => {
        const exact = whole(a) * whole(b);
        return exact === (whole(a * b) + whole(productError(a, b, a * b))) << 2200n;
      }),
    );
  });

  it('upperHalf(a) leaves two numbers whose products with such halves are exact', () => {
    fc.assert(
      fc.property(moderate, (a) => {
        const upper = upperHalf(a);
        return whole(upper) * whole(upper) === whole(upper * upper) << 2200n;
      }),
    );
  });

  it('adding ROUND and taking it away rounds to the nearest whole number, ties to even', () => {
    expect([0.4, 0.5, 0.6, 1.5, 2.5, -0.6, -1.5, 131072.49].map((x) => x + ROUND - ROUND)).toEqual([
      0, 0, 1, 2, 2, -1, -2, 131072,
    ]);
  });
});
