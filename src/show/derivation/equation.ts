import { exactNumber } from '../text/number.js';
import type { PictureWords } from '../../words/index.js';
import { equationHolds } from './exact.js';

/** A number of a derivation: every digit, as in JSON; ∞ as a sign. */
export function digitsOf(x: number): string {
  return Number.isFinite(x) || Number.isNaN(x) ? exactNumber(x) : x > 0 ? '∞' : '−∞';
}

/** A factor that stands behind a sign. */
const factor = (x: number): string => (x < 0 || Object.is(x, -0) ? `(${digitsOf(x)})` : digitsOf(x));

/**
 * `2·2 + 0·0 + 1·1 + 1·0 = 5`; `≈` where the sum as printed is not the value.
 *
 * @param most products to write out; of more, the largest so many and what the others come to
 */
export function sumOfProducts(
  products: readonly (readonly [number, number])[],
  value: number,
  most: number,
  words: PictureWords,
): string {
  const write = ([a, b]: readonly [number, number]): string => `${digitsOf(a)}·${factor(b)}`;
  const relation = equationHolds(products, value) ? '=' : '≈';
  if (products.length === 0) return `0 = ${digitsOf(value)}`;
  if (products.length <= most) return `${products.map(write).join(' + ')} ${relation} ${digitsOf(value)}`;
  const size = ([a, b]: readonly [number, number]): number => Math.abs(a * b);
  const order = [...products.keys()].sort((a, b) => size(products[b]!) - size(products[a]!));
  const largest = new Set(order.slice(0, most));
  const rest = products.filter((_, at) => !largest.has(at));
  const together = rest.reduce((total, [a, b]) => total + a * b, 0);
  const shown = products
    .filter((_, at) => largest.has(at))
    .map(write)
    .join(' + ');
  return `${shown} + ${words.others(rest.length, digitsOf(together))} ${relation} ${digitsOf(value)}`;
}

/** ` = 2.5`, ` ≈ 0.4863`: which sign, by whether the terms as printed give the value. */
export function equals(terms: readonly (readonly number[])[], value: number): string {
  return `${equationHolds(terms, value) ? '=' : '≈'} ${digitsOf(value)}`;
}

/** `[0, 0.97]` */
export function vectorText(vector: ArrayLike<number>, most: number, words: PictureWords): string {
  const shown = Array.from(vector).slice(0, most).map(digitsOf);
  return `[${[...shown, ...(vector.length > most ? [words.more(vector.length - most)] : [])].join(', ')}]`;
}
