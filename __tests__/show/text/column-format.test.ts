import fc from 'fast-check';
import { columnFormat } from '../../../src/show/text/column-format.js';

const write = (values: readonly number[], precision = 4, unicode = true): string[] =>
  values.map(columnFormat(values, precision, unicode));

describe('columnFormat', () => {
  it('writes whole numbers without a point', () => {
    expect(write([0, 5, -12])).toEqual(['  0', '  5', '-12']);
  });
  it('uses the fewest digits that are exact for the whole matrix', () => {
    expect(write([0, 2.5, 2, 1.5])).toEqual(['0.0', '2.5', '2.0', '1.5']);
    expect(write([0.25, 1])).toEqual(['0.25', '1.00']);
  });
  it('uses all digits of the precision as soon as one number needs them', () => {
    expect(write([1 / 3, 1])).toEqual(['0.3333', '1.0000']);
    expect(write([0.12345678, -0.00001], 2)).toEqual([' 0.12   ', '-1.00e-5']);
  });
  it('keeps the points under each other beside an exponent', () => {
    expect(write([0.5, 2e-9])).toEqual(['0.5      ', '2.0000e-9']);
  });
  it('does not shorten a large whole number to one digit', () => {
    expect(write([12345678, 1])).toEqual(['1.2346e+7', '1        ']);
  });
  it('writes NaN and infinities flush right, in ASCII where asked', () => {
    expect(write([NaN, Infinity, -Infinity, 1.5])).toEqual(['NaN', '  ∞', ' −∞', '1.5']);
    expect(write([NaN, Infinity, -Infinity, 1.5], 4, false)).toEqual([' NaN', ' inf', '-inf', ' 1.5']);
  });
  it('never writes a negative zero', () => {
    expect(write([-0, -0, 0])).toEqual(['0', '0', '0']);
    expect(write([-0.00012, 1 / 3], 2)).toEqual(['0.00', '0.33']);
  });
  it('gives texts equally wide with points aligned, and each within half a last digit', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1 }), (values) => {
        const texts = write(values, 3);
        expect(new Set(texts.map((text) => text.length)).size).toBe(1);
        const points = texts.filter((text) => text.includes('.')).map((text) => text.indexOf('.'));
        expect(new Set(points).size).toBeLessThanOrEqual(1);
        texts.forEach((text, i) => {
          const x = values[i] as number;
          const unit = text.includes('e') ? 10 ** (Math.floor(Math.log10(Math.abs(x))) - 3) : 1e-3;
          expect(Math.abs(Number(text) - x)).toBeLessThanOrEqual(0.5 * unit * (1 + 1e-6));
        });
      }),
    );
  });
});
