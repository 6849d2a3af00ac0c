import { PANEL } from '../layout';

/** a·b + c in every lane, rounded once where the engine has relaxed SIMD. */
// @ts-ignore: decorator
@inline
export function madd<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
  return v128.add<T>(v128.mul<T>(a, b), c);
}

/** a·b + c, rounded twice in float64, as the reference does, so that its scores match to the last bit. */
// @ts-ignore: decorator
@inline
export function maddAsReference<T>(a: v128, b: v128, c: v128): v128 {
  if (sizeof<T>() == 8) return v128.add<T>(v128.mul<T>(a, b), c);
  return madd<T>(a, b, c);
}

/** The first or second vector of T in a row of S. */
// @ts-ignore: decorator
@inline
export function loadWide<S, T>(from: usize, second: bool): v128 {
  if (sizeof<S>() == sizeof<T>()) return second ? v128.load(from, 16) : v128.load(from);
  return f64x2.promote_low_f32x4(second ? v128.load64_zero(from, 8) : v128.load64_zero(from));
}

/** Numbers of S in one row of a panel. */
// @ts-ignore: decorator
@inline
export function panelWidth<S>(): i32 {
  return PANEL / <i32>sizeof<S>();
}

/** Numbers of T in two vectors: what the inner loops process together. */
// @ts-ignore: decorator
@inline
export function pair<T>(): i32 {
  return 32 / <i32>sizeof<T>();
}

// @ts-ignore: decorator
@inline
export function largestLane<T>(x: v128): T {
  const two = v128.pmax<T>(x, v128.shuffle<u64>(x, x, 1, 0));
  if (sizeof<T>() == 8) return v128.extract_lane<T>(two, 0);
  return v128.extract_lane<T>(v128.pmax<T>(two, v128.shuffle<u32>(two, two, 1, 0, 3, 2)), 0);
}

// @ts-ignore: decorator
@inline
export function sumOfLanes<T>(x: v128): f64 {
  if (sizeof<T>() == 8) return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
  const two = f64x2.add(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(v128.shuffle<u64>(x, x, 1, 0)));
  return f64x2.extract_lane(two, 0) + f64x2.extract_lane(two, 1);
}
