import fc from 'fast-check';
import { BINARY, UNARY, floorModulo } from '../../src/expression/functions.js';

const unary = (name: string) => UNARY.get(name)!;
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('functions', () => {
  it.each([
    [7, 4, 3],
    [-1, 4, 3],
    [1, -4, -3],
    [-7, -4, -3],
    [5, 0, 5],
    [8, 4, 0],
    [5.5, 2, 1.5],
    [5, Infinity, 5],
  ])('floorModulo(%d, %d) is %d, with the sign of the divisor', (x, y, value) => {
    expect(floorModulo(x, y)).toBe(value);
  });

  it('floorModulo is exact where x - y * floor(x / y) is not', () => {
    expect(floorModulo(1e17, 3)).toBe(Number(10n ** 17n % 3n));
  });

  it('floorModulo(x, y) lies between 0 and y and differs from x by a multiple of y', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer().filter((y) => y !== 0),
        (x, y) => {
          const left = floorModulo(x, y);
          expect(Number((BigInt(x) - BigInt(left)) % BigInt(y))).toBe(0);
          expect(left === 0 || left > 0 === y > 0).toBe(true);
          expect(Math.abs(left)).toBeLessThan(Math.abs(y));
        },
      ),
    );
  });

  it.each([
    [2.5, 3],
    [-2.5, -3],
    [2.4, 2],
    [0.5, 1],
    [0.49999999999999994, 0],
    [-0.2, -0],
    [2 ** 53 - 1, 2 ** 53 - 1],
    [Infinity, Infinity],
    [NaN, NaN],
  ])('round(%d) is %d: halves away from zero', (x, value) => {
    expect(unary('round').at(x)).toBe(value);
  });

  it('sigmoid(x) + sigmoid(-x) is 1 and nothing overflows', () => {
    fc.assert(
      fc.property(between(-700, 700), (x) => {
        expect(unary('sigmoid').at(x) + unary('sigmoid').at(-x)).toBeCloseTo(1, 14);
      }),
    );
    expect([unary('sigmoid').at(-1e4), unary('sigmoid').at(1e4)]).toEqual([0, 1]);
  });

  it('log(x, base) is whole for whole powers', () => {
    const log = BINARY.get('log')!.at;
    expect([log(8, 2), log(2 ** -30, 2), log(1000, 10), log(81, 3), log(1e-5, 10)]).toEqual([3, -30, 3, 4, -5]);
    expect([log(0, 2), log(Infinity, 2), log(-1, 2)]).toEqual([-Infinity, Infinity, NaN]);
  });

  it('cbrt of a cube is exact, of any number next to nothing off, at the ends of float64 too', () => {
    const { at } = unary('cbrt');
    for (let n = -200; n <= 200; n++) expect(at(n ** 3)).toBe(n);
    expect([at(Infinity), at(-Infinity), at(NaN)]).toEqual([Infinity, -Infinity, NaN]);
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(Math.abs(at(x) - Math.cbrt(x))).toBeLessThanOrEqual(1e-15 * Math.abs(Math.cbrt(x)));
      }),
    );
  });

  it.each([
    'exp',
    'log',
    'log2',
    'log10',
    'sin',
    'cos',
    'tan',
    'tanh',
    'sqrt',
    'abs',
    'floor',
    'ceil',
    'sign',
  ] as const)('%s agrees with the one of JavaScript', (name) => {
    fc.assert(
      fc.property(between(-30, 30), (x) => {
        const expected = Math[name](x);
        const found = unary(name).at(x);
        if (Number.isNaN(expected)) expect(found).toBeNaN();
        else
          expect(found === expected || Math.abs(found - expected) <= 1e-14 * Math.max(Math.abs(expected), 1e-3)).toBe(
            true,
          );
      }),
    );
  });

  it.each([...UNARY].flatMap(([name, { slope }]) => (slope ? [name] : [])))(
    'the slope of %s is that of finite differences',
    (name) => {
      const { at, slope } = unary(name);
      fc.assert(
        fc.property(between(0.1, 1.4), (x) => {
          expect(slope!(x)).toBeCloseTo((at(x + 1e-6) - at(x - 1e-6)) / 2e-6, 6);
        }),
      );
    },
  );

  it.each([...BINARY.keys()])('both slopes of %s are those of finite differences', (name) => {
    const { at, slopes } = BINARY.get(name)!;
    // Away from the jumps of mod and the kinks of min and max.
    fc.assert(
      fc.property(between(1.1, 1.4), between(1.5, 1.9), (x, y) => {
        expect(slopes[0](x, y)).toBeCloseTo((at(x + 1e-6, y) - at(x - 1e-6, y)) / 2e-6, 5);
        expect(slopes[1](x, y)).toBeCloseTo((at(x, y + 1e-6) - at(x, y - 1e-6)) / 2e-6, 5);
      }),
    );
  });

  it('the slopes at a kink are those of PyTorch: abs 0, max and min half each', () => {
    expect(unary('abs').slope!(0)).toBe(0);
    expect(BINARY.get('max')!.slopes.map((slope) => slope(2, 2))).toEqual([0.5, 0.5]);
    expect(BINARY.get('min')!.slopes.map((slope) => slope(2, 2))).toEqual([0.5, 0.5]);
  });
});
