import { exp, expOne } from './exp';
import { Row } from './job';
import { largestLane, madd, sumOfLanes } from './lanes';

/** The largest of the scores; a NaN is ignored here and reappears in the exponential. */
export function largest<T>(from: usize, end: usize): T {
  let max = v128.splat<T>(<T>-Infinity);
  for (; from < end; from += 32) {
    max = v128.pmax<T>(v128.pmax<T>(max, v128.load(from)), v128.load(from, 16));
  }
  return largestLane<T>(max);
}

/**
 * One more tile of a query's online softmax (Milakov & Gimelshein 2018): the scores become e^(score·scale − max), and what
 * was summed under a smaller maximum is rescaled to the new one.
 *
 * @param from scores of T, up to `end`
 * @param top their largest, scaled
 * @param out the query's output so far: float64, up to `outEnd`
 * @param mark whether masked keys get the weight −0
 */
export function soften<T>(row: Row, from: usize, end: usize, top: T, scale: T, out: usize, outEnd: usize, mark: bool): void {
  if (<f64>top != -Infinity) row.seen = 1;
  if (<f64>top > row.max) {
    if (row.sum != 0) lower(row, expOne(row.max - <f64>top), out, outEnd);
    row.max = <f64>top;
  }
  const shift = row.max == -Infinity ? v128.splat<T>(<T>0) : v128.splat<T>(<T>-row.max);
  const factor = v128.splat<T>(scale);
  let sum = v128.splat<T>(<T>0);
  let squares = sum;
  for (; from < end; from += 32) { // two at a time, because a single exponential stalls on its own latency
    const scoreA = v128.load(from);
    const scoreB = v128.load(from, 16);
    const a = weightOf<T>(scoreA, factor, shift);
    const b = weightOf<T>(scoreB, factor, shift);
    sum = v128.add<T>(sum, v128.add<T>(a, b));
    squares = madd<T>(a, a, madd<T>(b, b, squares));
    v128.store(from, mark ? marked<T>(a, scoreA) : a);
    v128.store(from, mark ? marked<T>(b, scoreB) : b, 16);
  }
  const part = sumOfLanes<T>(sum);
  row.sum += part;
  row.squares += sumOfLanes<T>(squares);
  row.tiles += part * part;
}

/** e^(score·factor + shift) */
// @ts-ignore: decorator
@inline
export function weightOf<T>(score: v128, factor: v128, shift: v128): v128 {
  return exp<T>(sizeof<T>() == 4 ? madd<T>(score, factor, shift) : v128.add<T>(v128.mul<T>(score, factor), shift));
}

/** −0 for a masked key. */
// @ts-ignore: decorator
@inline
function marked<T>(weight: v128, score: v128): v128 {
  const out = v128.eq<T>(score, v128.splat<T>(<T>-Infinity));
  return v128.or(weight, v128.and(out, v128.splat<T>(<T>-0.0)));
}

function lower(row: Row, factor: f64, out: usize, outEnd: usize): void {
  if (factor == 1) return;
  row.sum *= factor;
  row.squares *= factor * factor;
  row.tiles *= factor * factor;
  const factors = f64x2.splat(factor);
  for (; out < outEnd; out += 16) v128.store(out, f64x2.mul(v128.load(out), factors));
}
