import { KEYS, PANEL } from '../layout';
import { loadWide, madd } from './lanes';

/** Keys that are summed in float32 before the sum is carried over to float64: what rounding may add up to stays small. */
const CHAIN = 16;

/**
 * 4 rows of weights times the columns of two vectors of V, added to the output in float64.
 *
 * @param p 4 rows of KEYS numbers of T
 * @param v (keys, panel) of S
 * @param out 4 rows of `step` bytes, float64
 */
export function mix<S, T>(p: usize, v: usize, keys: i32, out: usize, step: usize): void {
  const zero = v128.splat<T>(<T>0);
  while (keys > 0) {
    const chain = min(keys, CHAIN);
    keys -= chain;
    let a0 = zero, b0 = zero, a1 = zero, b1 = zero;
    let a2 = zero, b2 = zero, a3 = zero, b3 = zero;
    for (const end = p + <usize>chain * sizeof<T>(); p < end; p += sizeof<T>(), v += PANEL) {
      const a = loadWide<S, T>(v, false);
      const b = loadWide<S, T>(v, true);
      let w = v128.load_splat<T>(p);
      a0 = madd<T>(w, a, a0);
      b0 = madd<T>(w, b, b0);
      w = v128.load_splat<T>(p, KEYS * sizeof<T>());
      a1 = madd<T>(w, a, a1);
      b1 = madd<T>(w, b, b1);
      w = v128.load_splat<T>(p, 2 * KEYS * sizeof<T>());
      a2 = madd<T>(w, a, a2);
      b2 = madd<T>(w, b, b2);
      w = v128.load_splat<T>(p, 3 * KEYS * sizeof<T>());
      a3 = madd<T>(w, a, a3);
      b3 = madd<T>(w, b, b3);
    }
    add<T>(out, a0, b0);
    add<T>(out + step, a1, b1);
    add<T>(out + 2 * step, a2, b2);
    add<T>(out + 3 * step, a3, b3);
  }
}

// @ts-ignore: decorator
@inline
function add<T>(out: usize, a: v128, b: v128): void {
  if (sizeof<T>() == 8) {
    addTwo(out, a);
    addTwo(out + 16, b);
  } else {
    addTwo(out, f64x2.promote_low_f32x4(a));
    addTwo(out + 16, f64x2.promote_low_f32x4(v128.shuffle<u64>(a, a, 1, 0)));
    addTwo(out + 32, f64x2.promote_low_f32x4(b));
    addTwo(out + 48, f64x2.promote_low_f32x4(v128.shuffle<u64>(b, b, 1, 0)));
  }
}

// @ts-ignore: decorator
@inline
function addTwo(out: usize, x: v128): void {
  v128.store(out, f64x2.add(v128.load(out), x));
}

/**
 * The same for a tile whose values are not all finite: a key that is left out (its weight is −0) is skipped, because
 * 0·NaN is NaN and a NaN behind a mask must not leak.
 */
export function mixWild<S, T>(p: usize, v: usize, keys: i32, out: usize, step: usize, width: i32, count: i32): void {
  for (let row = 0; row < count; row++, p += KEYS * sizeof<T>(), out += step) {
    for (let j = 0; j < keys; j++) {
      const weight = <f64>load<T>(p + <usize>j * sizeof<T>());
      if (weight == 0 && reinterpret<u64>(weight) != 0) continue;
      for (let c = 0; c < width; c++) {
        const at = out + (<usize>c << 3);
        store<f64>(at, load<f64>(at) + weight * <f64>load<S>(v + <usize>j * PANEL + <usize>c * sizeof<S>()));
      }
    }
  }
}
