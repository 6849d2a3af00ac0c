import fc from 'fast-check';
import { addsUp, cut, marked, percent, relation, shown, tinyAmong } from '../../src/explain/shown.js';

describe('shown(x, digits)', () => {
  it('writes all of a number that fits, and says so', () => {
    expect([0, -0, 5, 2.5, -0.5, 0.125].map((x) => shown(x, 4))).toEqual(
      ['0', '0', '5', '2.5', '−0.5', '0.125'].map((text) => ({ text, exact: true })),
    );
  });
  it('rounds what does not fit, and says so', () => {
    expect(shown(0.03991891, 4)).toEqual({ text: '0.0399', exact: false });
    expect(shown(0.1 + 0.2, 4)).toEqual({ text: '0.3000', exact: false });
  });
  it('gives an exponent to tiny and huge numbers, or 0.0000 beside larger ones', () => {
    expect(shown(-3.2e-7, 4).text).toBe('−3.200e-7');
    expect(shown(-3.2e-7, 4, 'zero').text).toBe('0.0000');
    expect(shown(1.5e15, 4).text).toBe('1.500e+15');
    expect([tinyAmong([1e-9, 0.5], 4), tinyAmong([1e-9, -1e-6], 4)]).toEqual(['zero', 'exponent']);
  });
  it('names what is no number', () =>
    expect([NaN, Infinity, -Infinity].map((x) => shown(x, 2).text)).toEqual(['NaN', '∞', '−∞']));
  it('claims exactness only where the text reads back to the value', () => {
    fc.assert(
      fc.property(fc.double(), fc.integer({ min: 1, max: 12 }), (x, digits) => {
        const { text, exact } = shown(x, digits);
        if (Number.isFinite(x)) expect(exact).toBe(Number(text.replace('−', '-')) === x);
      }),
    );
  });
});

describe('relation, marked, cut, percent and addsUp', () => {
  it('put = only between exact numbers', () => {
    expect([relation([2, 0.5, 1], 4), relation([0.1, 0.2, 0.1 + 0.2], 4)]).toEqual(['=', '≈']);
    expect([marked(0.5, 4), marked(1 / 3, 4)]).toEqual(['0.5', '≈0.3333']);
  });
  it('cut and do not round', () =>
    expect([cut(1.267459, 5), cut(-2 / 3, 5), cut(0.5, 5)]).toEqual(['1.26745…', '−0.66666…', '0.5']));
  it('see where printed terms miss the printed sum', () => {
    expect(addsUp([0.97252, 0.29493], 1.26746, 4)).toBe(false);
    expect(addsUp([0.0399, 0.2949, 0.5367], 0.8715, 4)).toBe(true);
  });
  it('write a share in per cent', () => expect(percent(0.0399189, 1)).toBe('4.0 %'));
});
