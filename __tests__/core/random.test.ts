import fc from 'fast-check';
import { AttnError } from '../../src/core/error.js';
import { fnv1a, generator, seedFromText, splitmix32, xoshiro128 } from '../../src/core/random.js';
import { bits } from './elementary/float64.js';

const draws = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);
const utf8 = (text: string) => new TextEncoder().encode(text);

/** Σ (observed − expected)² / expected over equally likely bins. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('xoshiro128(state)', () => {
  // The sequence that many implementations test for this state; the published steps, written in C and compiled with gcc 12, gave it again.
  it('draws the published sequence from the state 1, 2, 3, 4', () => {
    expect(draws(10, xoshiro128([1, 2, 3, 4]))).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it('still agrees with the same steps in C at the millionth draw', () => {
    const next = xoshiro128([1, 2, 3, 4]);
    for (let i = 1; i < 1_000_000; i++) next();
    expect(next()).toBe(3457443141);
  });

  it('does not change the state it was given', () => {
    const state = Object.freeze([1, 2, 3, 4] as const);
    expect(draws(3, xoshiro128(state))).toEqual(draws(3, xoshiro128(state)));
  });
});

describe('splitmix32(start)', () => {
  it('draws what the same steps in C draw from 42', () => {
    expect(draws(4, splitmix32(42))).toEqual([551831576, 144025891, 322543647, 3034809370]);
  });
});

describe('generator(seed)', () => {
  it('starts xoshiro128 with four draws of splitmix32 when the seed has 32 bits', () => {
    const { integer } = generator(42);
    expect(draws(6, () => integer(2 ** 32))).toEqual([
      660444221, 3652823732, 77672526, 910233633, 2297337756, 3786072677,
    ]);
  });

  it('gives the same numbers for the same seed', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (seed) => {
        const [one, other] = [generator(seed), generator(seed)];
        for (const draw of ['uniform', 'normal', 'normal', 'uniform'] as const) expect(one[draw]()).toBe(other[draw]());
      }),
    );
  });

  it('tells apart seeds that agree in their lower 32 bits, and seeds that differ in the sign', () => {
    const seeds = [0, 1, -1, 2 ** 32, -(2 ** 32), 2 ** 32 + 1, 2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 52, 2 ** 32 - 1];
    const first = seeds.map((seed) => generator(seed).uniform());
    expect(new Set(first).size).toBe(seeds.length);
    expect(generator(-0).uniform()).toBe(generator(0).uniform());
  });

  it.each([0.5, NaN, Infinity, 2 ** 53, -(2 ** 53)])('refuses %p as a seed and says what a seed is', (seed) => {
    expect(() => generator(seed)).toThrow(AttnError);
    expect(() => generator(seed)).toThrow('seed-not-whole');
  });

  it('hands out functions that work without their object', () => {
    const { uniform } = generator(1);
    expect(uniform()).toBe(generator(1).uniform());
  });
});

describe('uniform()', () => {
  it('is made of 27 bits of one draw and 26 bits of the next', () => {
    const next = xoshiro128(draws(4, splitmix32(42)) as [number, number, number, number]);
    const { uniform } = generator(42);
    for (let i = 0; i < 100; i++) {
      const bits = (BigInt(next() >>> 5) << 26n) | BigInt(next() >>> 6);
      expect(uniform()).toBe(Number(bits) / 2 ** 53);
    }
  });

  it('stays in [0, 1) and fills 100 bins evenly (chi-square, 99 degrees of freedom)', () => {
    const { uniform } = generator(7);
    const counts = new Array<number>(100).fill(0);
    for (let i = 0; i < 100_000; i++) {
      const u = uniform();
      if (!(u >= 0 && u < 1)) throw new Error(`${u} is outside [0, 1)`);
      counts[Math.floor(u * 100)]! += 1;
    }
    // 99.9 % of all generators stay below 148.2; one that is too even is as suspect.
    expect(chiSquare(counts)).toBeLessThan(148.2);
    expect(chiSquare(counts)).toBeGreaterThan(61.1);
  });

  it('gives neighbouring seeds unrelated first draws', () => {
    const first = draws(
      10_000,
      (
        (seed) => () =>
          generator(seed++).uniform()
      )(0),
    );
    const mean = first.reduce((sum, u) => sum + u, 0) / first.length;
    const lagged = first.slice(1).reduce((sum, u, i) => sum + (u - mean) * (first[i]! - mean), 0) / first.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / 10_000));
    expect(Math.abs(lagged * 12)).toBeLessThan(4 / Math.sqrt(10_000));
  });
});

describe('integer(n)', () => {
  it('fills seven bins evenly (chi-square, 6 degrees of freedom)', () => {
    const { integer } = generator(11);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[integer(7)]! += 1;
    expect(chiSquare(counts)).toBeLessThan(22.46);
  });

  it('does not favour small numbers when n is no divisor of 2^32', () => {
    // Without rejection the lower third of n = 3·2^30 would come twice as often: a share of 1/2 instead of 1/3.
    const { integer } = generator(3);
    const small = draws(30_000, () => integer(3 * 2 ** 30)).filter((k) => k < 2 ** 30).length;
    expect(Math.abs(small / 30_000 - 1 / 3)).toBeLessThan(0.011);
  });

  it('is always a whole number from 0 to n − 1', () => {
    const { integer } = generator(5);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), (n) => {
        const k = integer(n);
        return Number.isInteger(k) && k >= 0 && k < n;
      }),
    );
    expect(integer(1)).toBe(0);
  });

  it.each([0, -1, 1.5, NaN, 2 ** 32 + 1])('refuses n = %p', (n) => {
    expect(() => generator(1).integer(n)).toThrow(RangeError);
  });
});

describe('normal()', () => {
  const { normal } = generator(2024);
  const sample = draws(100_000, normal);
  const moment = (power: number) => sample.reduce((sum, x) => sum + x ** power, 0) / sample.length;

  // The standard errors of the moments of 10^5 draws, times 4.
  it.each([
    ['mean', 1, 0, 1],
    ['variance', 2, 1, 2],
    ['skewness', 3, 0, 15],
    ['fourth moment', 4, 3, 96],
  ])('has the %s of the standard normal distribution', (_name, power, expected, variance) => {
    expect(Math.abs(moment(power) - expected)).toBeLessThan(4 * Math.sqrt(variance / sample.length));
  });

  it('fills ten bins of equal probability evenly (chi-square, 9 degrees of freedom)', () => {
    // Deciles of the standard normal distribution, from tables.
    const deciles = [
      -1.2815515655, -0.8416212336, -0.5244005127, -0.2533471031, 0, 0.2533471031, 0.5244005127, 0.8416212336,
      1.2815515655,
    ];
    const counts = new Array<number>(10).fill(0);
    for (const x of sample) counts[deciles.filter((decile) => x > decile).length]! += 1;
    expect(chiSquare(counts)).toBeLessThan(27.88);
  });

  it('draws pairs that are not correlated', () => {
    const product =
      sample.filter((_, i) => i % 2 === 0).reduce((sum, x, i) => sum + x * sample[2 * i + 1]!, 0) / 50_000;
    expect(Math.abs(product)).toBeLessThan(4 / Math.sqrt(50_000));
  });

  it('gives the recorded bits for the seed 42 on every machine', () => {
    const { normal: draw } = generator(42);
    expect(draws(8, () => bits(draw()))).toEqual([
      '3fd11f28dd6b1c35',
      '3ffbe109a85384dd',
      '3fe29abfc193521e',
      'bffb15b7d7de01fc',
      '3fea1719ca882761',
      'bfdd480f93f650b3',
      'bfef9dd2a60f4659',
      '3ffdd113cf9f3990',
    ]);
  });

  it('keeps the second number of each pair: nothing else is drawn in between', () => {
    const { normal: draw, uniform } = generator(1);
    const other = generator(1);
    const first = draw();
    expect(other.normal()).toBe(first);
    uniform();
    expect(draw()).toBe(other.normal());
  });
});

describe('seedFromText(text, seed)', () => {
  // Test vectors of http://www.isthe.com/chongo/tech/comp/fnv/ (test_fnv.c).
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('fnv1a hashes %p as its authors do', (text, hash) => {
    expect(fnv1a(utf8(text))).toBe(hash);
  });

  it('hashes the seed, a zero byte and the UTF-8 of the text', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.string({ unit: 'grapheme' }), (seed, text) => {
        const bytes = Buffer.concat([Buffer.from(String(seed)), Buffer.of(0), Buffer.from(text, 'utf8')]);
        let hash = 0x811c9dc5n;
        for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 0x01000193n) % 2n ** 32n;
        expect(seedFromText(text, seed)).toBe(Number(hash));
      }),
    );
  });

  it('gives a word another seed under another seed', () => {
    expect(seedFromText('it', 42)).toBe(2448231372);
    expect(seedFromText('it', 43)).not.toBe(seedFromText('it', 42));
    expect(seedFromText('2it', 4)).not.toBe(seedFromText('it', 42));
  });
});
