import { madd } from './lanes';

// x = n·ln 2 + r with |r| ≤ ln 2 / 2; e^x = 2ⁿ·(1 + r + r²·q(r)). q interpolates (e^r − 1 − r)/r² at the Chebyshev points:
// its share of the relative error is 1.0e-8 (float32, 0.17 of a rounding) and 1.7e-17 (float64, 0.15 of a rounding).
// ln 2 is taken off in two parts, the first short enough that n times it is exact.

/** n + bias in the lowest bits of a large number: adding it rounds to a whole number. */
// @ts-ignore: decorator
@inline
function anchored<T>(x: v128): v128 {
  if (sizeof<T>() == 4) return madd<T>(x, f32x4.splat(1.4426950408889634), f32x4.splat(12582912 + 127));
  return madd<T>(x, f64x2.splat(1.4426950408889634), f64x2.splat(6755399441055744 + 1023));
}

// @ts-ignore: decorator
@inline
function remainder<T>(x: v128, anchored: v128): v128 {
  if (sizeof<T>() == 4) {
    const n = f32x4.sub(anchored, f32x4.splat(12582912 + 127));
    return madd<T>(n, f32x4.splat(2.12194440e-4), madd<T>(n, f32x4.splat(-0.693359375), x));
  }
  const n = f64x2.sub(anchored, f64x2.splat(6755399441055744 + 1023));
  return madd<T>(n, f64x2.splat(-1.9082149292705877e-10), madd<T>(n, f64x2.splat(-6.93147180369123816490e-01), x));
}

/** 2ⁿ; +0 at the lower end. */
// @ts-ignore: decorator
@inline
function power<T>(anchored: v128): v128 {
  return sizeof<T>() == 4 ? i32x4.shl(anchored, 23) : i64x2.shl(anchored, 52);
}

/** e^r − 1 for |r| ≤ ln 2 / 2 */
// @ts-ignore: decorator
@inline
function lessOne<T>(r: v128): v128 {
  let q: v128;
  if (sizeof<T>() == 4) {
    q = f32x4.splat(0.00139261835877135);
    q = madd<T>(q, r, f32x4.splat(0.008363179052722582));
    q = madd<T>(q, r, f32x4.splat(0.041666554617204574));
    q = madd<T>(q, r, f32x4.splat(0.16666576989698775));
    q = madd<T>(q, r, f32x4.splat(0.5));
  } else {
    q = f64x2.splat(2.5100385495510327e-08);
    q = madd<T>(q, r, f64x2.splat(2.7620088445409757e-07));
    q = madd<T>(q, r, f64x2.splat(2.7557268459997064e-06));
    q = madd<T>(q, r, f64x2.splat(2.4801521295954376e-05));
    q = madd<T>(q, r, f64x2.splat(0.00019841269863053618));
    q = madd<T>(q, r, f64x2.splat(0.0013888888917213717));
    q = madd<T>(q, r, f64x2.splat(0.008333333333330062));
    q = madd<T>(q, r, f64x2.splat(0.04166666666662413));
    q = madd<T>(q, r, f64x2.splat(0.16666666666666669));
    q = madd<T>(q, r, f64x2.splat(0.5));
  }
  return madd<T>(v128.mul<T>(r, r), q, r);
}

/** Below this, 2ⁿ is 0. pmax in this order lets a NaN pass. */
// @ts-ignore: decorator
@inline
function clamped<T>(x: v128): v128 {
  return v128.pmax<T>(x, sizeof<T>() == 4 ? f32x4.splat(-88.0296919) : f64x2.splat(-709.0895657128241));
}

/**
 * e^x for x ≤ 0, in every lane. Relative error at most 1.5 roundings (2⁻²⁴, 2⁻⁵³); 0 below −87.7 (float32) and −708.7
 * (float64), where the true value is less than the smallest normal number; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function exp<T>(x: v128): v128 {
  const low = clamped<T>(x);
  const a = anchored<T>(low);
  const scale = power<T>(a);
  return madd<T>(scale, lessOne<T>(remainder<T>(low, a)), scale);
}

/** e^x of one number, x ≤ 0. */
export function expOne(x: f64): f64 {
  return f64x2.extract_lane(exp<f64>(f64x2.splat(x)), 0);
}

/** tanh x = (1 − t)/(1 + t) with t = e^(−2|x|), written so that nothing cancels near 0. */
// @ts-ignore: decorator
@inline
export function tanh<T>(x: v128): v128 {
  const sign = v128.and(x, v128.splat<T>(<T>-0.0));
  const low = clamped<T>(v128.mul<T>(v128.abs<T>(x), v128.splat<T>(<T>-2)));
  const a = anchored<T>(low);
  const scale = power<T>(a);
  const one = v128.splat<T>(<T>1);
  const t = madd<T>(scale, lessOne<T>(remainder<T>(low, a)), v128.sub<T>(scale, one)); // e^(−2|x|) − 1
  return v128.or(v128.neg<T>(v128.div<T>(t, v128.add<T>(t, v128.splat<T>(<T>2)))), sign);
}
