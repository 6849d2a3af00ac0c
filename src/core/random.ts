import { log } from './elementary.js';
import { usageError } from './facts.js';

const TWO_26 = 0x400_0000;
const TWO_32 = 0x1_0000_0000;
const TWO_53 = 0x20_0000_0000_0000;

/** Random numbers that are the same on every machine for the same seed. */
export interface Generator {
  /** A number in [0, 1), one of the 2^53 multiples of 2^−53, all equally likely. */
  readonly uniform: () => number;
  /** A whole number from 0 to n − 1, all equally likely; n from 1 to 2^32. */
  readonly integer: (n: number) => number;
  /** A draw from the standard normal distribution: mean 0, variance 1. */
  readonly normal: () => number;
}

/**
 * A random generator: xoshiro128** started by splitmix32, whole numbers by rejection, normal numbers by the polar method.
 * Only integer arithmetic, + − × ÷ √ and our own log are used, so the bits depend on nothing but the seed.
 *
 * Normal numbers: G. Marsaglia, T. A. Bray, "A convenient method for generating normal variables", SIAM Review 6 (1964),
 * https://doi.org/10.1137/1006063. They come in pairs; the second is kept for the next call of `normal`.
 *
 * @param seed any safe integer, also negative; different seeds start from different states
 * @throws AttnError (usage) when the seed is no safe integer
 * @example generator(42).uniform() // => 0.15377165265745885
 * @example generator(42).normal() // => 0.26752683279886763
 */
export function generator(seed: number): Generator {
  const next = xoshiro128(stateFromSeed(seed));

  /** 27 bits of one draw above 26 bits of the next. */
  const uniform = (): number => {
    const high = next() >>> 5;
    const low = next() >>> 6;
    return (high * TWO_26 + low) / TWO_53;
  };

  const integer = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > TWO_32)
      throw new RangeError(`integer(n) needs n from 1 to 2^32, got ${n}`);
    // Draws from the incomplete last run of n would favour the small numbers: they are drawn again.
    const complete = TWO_32 - (TWO_32 % n);
    let draw = next();
    while (draw >= complete) draw = next();
    return draw % n;
  };

  let spare: number | undefined;
  const normal = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    let x, y, square;
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const stretch = Math.sqrt((-2 * log(square)) / square);
    spare = y * stretch;
    return x * stretch;
  };

  return { uniform, integer, normal };
}

/**
 * A seed from a text: FNV-1a, 32 bits, over the UTF-8 bytes of `seed`, a zero byte, and `text`. So a word has the same
 * vector in every sentence, and another one under another seed.
 *
 * Source: G. Fowler, L. C. Noll, K.-P. Vo, http://www.isthe.com/chongo/tech/comp/fnv/
 *
 * @returns a whole number from 0 to 2^32 − 1
 * @example seedFromText('it', 42) // => 2448231372
 */
export function seedFromText(text: string, seed: number): number {
  return fnv1a(new TextEncoder().encode(`${seed}\0${text}`));
}

/**
 * FNV-1a with 32 bits: each byte is XORed in, then the whole is multiplied by the prime.
 *
 * @example fnv1a(new TextEncoder().encode('foobar')).toString(16) // => 'bf9cf968'
 */
export function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/**
 * The raw generator xoshiro128** 1.1: 32 bits a draw, period 2^128 − 1.
 *
 * Source: D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators" (2018), https://arxiv.org/abs/1805.01407;
 * https://prng.di.unimi.it/xoshiro128starstar.c
 *
 * @param state four words of 32 bits, not all 0; not changed
 * @returns a function that draws a whole number from 0 to 2^32 − 1
 */
export function xoshiro128(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state;
  return () => {
    const drawn = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return drawn;
  };
}

/**
 * The generator that starts the other one, splitmix32: a counter that steps by the golden ratio, well stirred.
 *
 * Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators" (2014),
 * https://doi.org/10.1145/2660193.2660195, with the 32-bit stirring of https://github.com/skeeto/hash-prospector
 */
export function splitmix32(start: number): () => number {
  let counter = start | 0;
  return () => {
    counter = (counter + 0x9e3779b9) | 0;
    return stir(counter);
  };
}

/**
 * The lower 32 bits of the seed start splitmix32; what is above them (0 for seeds from 0 to 2^32 − 1) is XORed in.
 * The four words are never all 0: `stir` is one-to-one, so they differ from each other.
 */
function stateFromSeed(seed: number): readonly [number, number, number, number] {
  if (!Number.isSafeInteger(seed)) {
    throw usageError({ code: 'seed-not-whole', found: seed });
  }
  const next = splitmix32(seed % TWO_32);
  const upper = stir(Math.floor(seed / TWO_32));
  return [next() ^ upper, next() ^ upper, next() ^ upper, next() ^ upper];
}

/** A one-to-one map of 32 bits in which each bit in changes about half of the bits out; 0 stays 0. */
function stir(word: number): number {
  let z = word | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
