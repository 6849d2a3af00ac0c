import type { Problem } from '../../core/index.js';
import { product, type Big, type ToBig } from './big.js';

/** One query and one key of a head → their score, before the scale. */
export type BigScore = (query: readonly Big[], key: readonly Big[]) => Big;

/** The similarities of `attn compute`, with 50 digits; the formulas are those of `core/similarity`. */
export function bigScore(
  { similarity = 'dot', wScore, vScore }: Problem,
  h: number,
  dQuery: number,
  dKey: number,
  big: ToBig,
): BigScore {
  const zero = big(0);
  if (similarity === 'dot') return (q, k) => product(q, k, zero);
  if (similarity === 'cosine') {
    return (q, k) => {
      const sizes = product(q, q, zero)
        .times(product(k, k, zero))
        .sqrt();
      return sizes.isZero() ? zero : product(q, k, zero).div(sizes);
    };
  }
  if (similarity === 'distance')
    return (q, k) => q.reduce((sum, x, m) => sum.minus(x.minus(k[m]!).pow(2)), zero).div(2);
  if (similarity === 'general') {
    const { data, shape } = wScore!;
    const first = shape.length === 3 ? h * dQuery * dKey : 0;
    return (q, k) =>
      q.reduce(
        (sum, x, m) =>
          sum.plus(x.times(k.reduce((inner, y, n) => inner.plus(y.times(data[first + m * dKey + n]!)), zero))),
        zero,
      );
  }
  // v·tanh([q; k]·W); a W that is stored the other way round is taken so.
  const width = dQuery + dKey;
  const turned = wScore !== undefined && wScore.shape[0] !== width;
  const dA = wScore ? (turned ? wScore.shape[0]! : wScore.shape[1]!) : dQuery;
  const weight = (row: number, a: number): number =>
    wScore ? wScore.data[turned ? a * width + row : row * dA + a]! : Number(row % dQuery === a);
  return (q, k) =>
    Array.from({ length: dA }, (_, a) => {
      const inside = [...q, ...k].reduce((sum, x, row) => sum.plus(x.times(weight(row, a))), zero);
      return inside.tanh().times(vScore?.data[a] ?? 1);
    }).reduce((sum, x) => sum.plus(x), zero);
}
