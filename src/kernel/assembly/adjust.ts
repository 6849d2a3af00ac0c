import { tanh } from './exp';
import { Row, theJob } from './job';
import { largestLane, loadWide, pair } from './lanes';

/**
* Raw scores → the input of the softmax, in place and in the reference's order: scale, softcap, bias, ALiBi, mask, temperature.
* Masked keys become −∞.
 *
 * @param at scores of T of one query, for the keys from `j` up to `end` (both whole pairs of vectors)
 * @returns the largest
 */
export function adjust<S, T>(row: Row, at: usize, j: i32, end: i32, b: i32, h: i32, i: i32): T {
  const job = theJob();
  const scale = v128.splat<T>(<T>job.scale);
  const none = v128.splat<T>(<T>-Infinity);
  const first = v128.splat<T>(<T>row.first);
  const last = v128.splat<T>(<T>row.last);
  const cap = v128.splat<T>(<T>job.cap);
  const temperature = v128.splat<T>(<T>job.temperature);
  const slope = v128.splat<T>(job.slopes ? <T>load<f64>(job.slopes + (<usize>h << 3)) : <T>0);
  const here = v128.splat<T>(<T>(i + load<i32>(job.position + (<usize>b << 2))));
  const step = v128.splat<T>(<T>(<i32>(16 / sizeof<T>())));
  let bias = job.bias + <usize>b * job.biasB + <usize>h * job.biasH + <usize>i * job.biasI + <usize>j * sizeof<S>();
  let mask = job.mask + <usize>b * job.maskB + <usize>h * job.maskH + <usize>i * job.maskI + <usize>j;
  let key = v128.add<T>(v128.splat<T>(<T>j), firstNumbers<T>());
  let max = none;
  for (; j < end; j += pair<T>() >> 1, at += 16) {
    let x = v128.mul<T>(v128.load(at), scale);
    if (job.cap != 0) x = v128.mul<T>(cap, tanh<T>(v128.div<T>(x, cap)));
    if (job.bias) {
      const added = loadWide<S, T>(bias, false);
      x = v128.bitselect(none, v128.add<T>(x, added), v128.eq<T>(added, none)); // NaN − ∞ would be NaN
      bias += 16 / sizeof<T>() * sizeof<S>();
    }
    if (job.slopes) x = v128.sub<T>(x, v128.mul<T>(slope, v128.abs<T>(v128.sub<T>(here, key))));
    let keep = v128.and(v128.ge<T>(key, first), v128.le<T>(key, last));
    if (job.mask) {
      keep = v128.and(keep, lanesOfBytes<T>(mask));
      mask += 16 / sizeof<T>();
    }
    x = v128.bitselect(x, none, keep);
    if (job.temperature != 1) x = v128.div<T>(x, temperature);
    max = v128.pmax<T>(max, x);
    v128.store(at, x);
    key = v128.add<T>(key, step);
  }
  return largestLane<T>(max);
}

// @ts-ignore: decorator
@inline
function firstNumbers<T>(): v128 {
  return sizeof<T>() == 4 ? f32x4(0, 1, 2, 3) : f64x2(0, 1);
}

/** Each byte (0 or 255) spread over a lane. */
// @ts-ignore: decorator
@inline
function lanesOfBytes<T>(from: usize): v128 {
  if (sizeof<T>() == 4) return i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(v128.load32_zero(from)));
  return i64x2.extend_low_i32x4_s(i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(v128.load16_splat(from))));
}
