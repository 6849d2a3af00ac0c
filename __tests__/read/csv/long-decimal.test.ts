import fc from 'fast-check';
import { longDecimal } from '../../../src/read/csv/long-decimal.js';

/** The number by longDecimal, of text with a point. */
function long(text: string): number {
  const bytes = Buffer.from(text);
  return longDecimal(bytes, 0, bytes.length, text.indexOf('.') + 1 - text.length);
}

/** Digits with a point among them, the last one at least behind it. */
const decimal = fc
  .tuple(fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 16, maxLength: 22 }), fc.nat({ max: 21 }))
  .map(([digits, point]) => [digits.slice(0, point), digits.slice(point)])
  .filter(([, fraction]) => fraction !== '')
  .map((parts) => parts.join('.'));

describe('longDecimal', () => {
  it('gives what Number gives, or says that it is not sure', () => {
    let unsure = 0;
    fc.assert(
      fc.property(decimal, (text) => {
        const value = long(text);
        const digits = text.replace('.', '').replace(/^0+/, '').length;
        if (Number.isNaN(value)) unsure += digits < 16 ? 0 : 1;
        else expect(value).toBe(Number(text));
      }),
      { numRuns: 5000 },
    );
    expect(unsure).toBeLessThan(50);
  });

  it('the shortest spelling of a float64 gives that float64', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (x) => {
        const text = String(x);
        fc.pre(/^\d+\.\d+$/.test(text) && text.replace('.', '').replace(/^0+/, '').length >= 16);
        expect(long(text)).toBe(x);
      }),
      { numRuns: 2000 },
    );
  });

  it('is not sure in the very middle of two numbers, and right beside it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 52n, max: 2n ** 53n - 1n }), (x) => {
        // (2x + 1)/2, written out, lies halfway between x and x + 1.
        const middle = (2n * x + 1n) * 5n;
        const written = (digits: bigint): string => `${digits}`.replace(/(.)$/, '.$1');
        expect(long(written(middle))).toBeNaN();
        for (const near of [middle - 1n, middle + 1n]) expect(long(written(near))).toBe(Number(written(near)));
      }),
    );
  });

  it('leaves numbers of less than 16 or more than 22 digits to others', () => {
    expect(long('0.12345678901234')).toBeNaN();
    expect(long('1.2345678901234567890123')).toBeNaN();
    expect(long('0.12345678901234567')).toBe(Number('0.12345678901234567'));
  });
});
