import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { bfloat16Bits, bfloat16Value, float16Bits, float16Value, roundTo } from '../../src/core/round.js';

const float16 = roundTo('float16');
const bfloat16 = roundTo('bfloat16');

const everyPattern = Array.from({ length: 65536 }, (_, bits) => bits);

/** Second way to round: look the neighbours up among all numbers of the type and compare with their middle. */
function nearestOf(value: (bits: number) => number, infinityBits: number): (x: number) => number {
  const ascending = everyPattern.slice(0, infinityBits).map(value);
  const beyond = 2 * (ascending.at(-1) as number) - (ascending.at(-2) as number);
  return (x) => {
    const magnitude = Math.abs(x);
    let low = 0;
    let high = ascending.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((ascending[middle] as number) <= magnitude) low = middle;
      else high = middle;
    }
    const below = ascending[low] as number;
    const half = below / 2 + (ascending[high] ?? beyond) / 2;
    const up = magnitude > half || (magnitude === half && low % 2 === 1);
    const rounded = up ? (ascending[high] ?? Infinity) : below;
    return x < 0 || Object.is(x, -0) ? -rounded : rounded;
  };
}

const types = [
  { name: 'float16', round: float16, bits: float16Bits, value: float16Value, infinity: 0x7c00 },
  { name: 'bfloat16', round: bfloat16, bits: bfloat16Bits, value: bfloat16Value, infinity: 0x7f80 },
];

describe.each(types)('$name', ({ round, bits, value, infinity }) => {
  const nearest = nearestOf(value, infinity);

  it('turns each of the 65,536 bit patterns into a number and back', () => {
    const wrong = everyPattern.filter((pattern) => {
      const x = value(pattern);
      return Number.isNaN(x) ? (pattern & 0x7fff) <= infinity : bits(x) !== pattern;
    });
    expect(wrong).toEqual([]);
  });

  it('leaves every number that it has as it is, the sign of zero included', () => {
    expect(everyPattern.filter((pattern) => !Object.is(round(value(pattern)), value(pattern)))).toEqual([]);
  });

  it('rounds every middle between two neighbours to the even one, and past it up or down', () => {
    const wrong = everyPattern.slice(0, infinity - 1).filter((pattern) => {
      const [low, high] = [value(pattern), value(pattern + 1)];
      const middle = low / 2 + high / 2;
      const even = pattern % 2 === 0 ? low : high;
      const above = middle + (high - low) * 2 ** -30;
      const below = middle - (high - low) * 2 ** -30;
      return !(round(middle) === even && round(-middle) === -even && round(above) === high && round(below) === low);
    });
    expect(wrong).toEqual([]);
  });

  it('agrees with a search for the nearest number on any float64', () => {
    fc.assert(
      fc.property(fc.double(), (x) => {
        expect(round(x)).toBe(Number.isNaN(x) ? NaN : nearest(x));
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees with a search for the nearest number within its own range', () => {
    const inRange = fc
      .tuple(fc.integer({ min: 0, max: infinity - 1 }), fc.double({ min: -1, max: 1, noNaN: true }))
      .map(([pattern, t]) => value(pattern) * (1 + t / 64));
    fc.assert(
      fc.property(inRange, (x) => {
        expect(round(x)).toBe(nearest(x));
      }),
      { numRuns: 2000 },
    );
  });

  it('goes to ±∞ from the middle past the largest number on, and never before', () => {
    const largest = value(infinity - 1);
    const limit = largest + (largest - value(infinity - 2)) / 2;
    expect(round(limit)).toBe(Infinity);
    expect(round(-limit)).toBe(-Infinity);
    expect(round(limit * (1 - 2 ** -53))).toBe(largest);
    expect(round(Number.MAX_VALUE)).toBe(Infinity);
    expect(round(Infinity)).toBe(Infinity);
  });

  it('keeps NaN, −0 and the sign of what becomes zero', () => {
    expect(round(NaN)).toBe(NaN);
    expect(round(-0)).toBe(-0);
    expect(round(-Number.MIN_VALUE)).toBe(-0);
    expect(round(Number.MIN_VALUE)).toBe(0);
  });
});

it('float16 has the published landmarks', () => {
  // IEEE 754 binary16: https://en.wikipedia.org/wiki/Half-precision_floating-point_format#Half_precision_examples
  expect(float16Value(0x0001)).toBe(2 ** -24);
  expect(float16Value(0x03ff)).toBe(0.00006097555160522461);
  expect(float16Value(0x0400)).toBe(2 ** -14);
  expect(float16Value(0x3555)).toBe(0.333251953125);
  expect(float16Value(0x3bff)).toBe(0.99951171875);
  expect(float16Value(0x7bff)).toBe(65504);
  expect(float16Value(0x8000)).toBe(-0);
  expect(float16Value(0xfc00)).toBe(-Infinity);
});

it('bfloat16 has the published landmarks', () => {
  // https://en.wikipedia.org/wiki/Bfloat16_floating-point_format#Examples
  expect(bfloat16Value(0x3f80)).toBe(1);
  expect(bfloat16Value(0xc000)).toBe(-2);
  expect(bfloat16Value(0x7f7f)).toBe(3.3895313892515355e38);
  expect(bfloat16Value(0x4049)).toBe(3.140625);
  expect(bfloat16Value(0x3eab)).toBe(0.333984375);
});

it('roundTo does not round twice: 1 + 2^-11 + 2^-40 is above the middle for float16, float32 would lose it', () => {
  const x = 1 + 2 ** -11 + 2 ** -40;
  expect(float16(Math.fround(x))).toBe(1);
  expect(float16(x)).toBe(1 + 2 ** -10);
  const y = 1 + 2 ** -8 + 2 ** -40;
  expect(bfloat16(Math.fround(y))).toBe(1);
  expect(bfloat16(y)).toBe(1 + 2 ** -7);
});

it('roundTo leaves float64 as it is and rounds float32 as Math.fround', () => {
  expect(roundTo('float64')(0.1)).toBe(0.1);
  expect(roundTo('float32')(0.1)).toBe(0.10000000149011612);
});

describe('float16 by NumPy, bfloat16 by exact fractions (scripts/make-numpy-fixtures.py)', () => {
  const [, ...lines] = readFileSync('fixtures/numpy/rounding.csv', 'utf8').trim().split('\n');
  const cases = lines.map((line) => line.split(','));

  it('float16Bits and bfloat16Bits give the same bits', () => {
    expect(cases.length).toBeGreaterThan(1000);
    for (const [x, half, brain] of cases) {
      expect([x, float16Bits(Number(x)), bfloat16Bits(Number(x))]).toEqual([x, Number(half), Number(brain)]);
    }
  });
});
