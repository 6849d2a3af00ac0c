import { KEYS, PANEL } from '../layout';
import { loadWide, madd, pair, panelWidth } from './lanes';

/** Keys that are summed in float32 before the sum is carried over to float64, which bounds the accumulated rounding. */
const CHAIN = 16;

/**
 * 4 rows of weights times V, added to the output in float64: 8 sums for the columns of two vectors.
 *
 * @param weights 4 rows of KEYS numbers of T
 * @param panels the tile's values from the first of these keys on, (panels, KEYS, panel) of S
 * @param keys how many keys
 * @param columns of V, up to whole panels
 * @param out 4 rows of `columns` numbers, float64
 */
export function mix<S, T>(weights: usize, panels: usize, keys: i32, columns: i32, out: usize): void {
  const zero = v128.splat<T>(<T>0);
  const width = panelWidth<S>();
  const step = <usize>columns << 3;
  const weightsEnd = weights + <usize>keys * sizeof<T>();
  for (let c = 0; c < columns; c += pair<T>(), out += <usize>pair<T>() << 3) {
    let v = panels + <usize>(c / width) * KEYS * PANEL + <usize>(c % width) * sizeof<S>();
    for (let w = weights; w < weightsEnd;) {
      let a0 = zero, b0 = zero, a1 = zero, b1 = zero;
      let a2 = zero, b2 = zero, a3 = zero, b3 = zero;
      for (const end = min(w + CHAIN * sizeof<T>(), weightsEnd); w < end; w += sizeof<T>(), v += PANEL) {
        const a = loadWide<S, T>(v, false);
        const b = loadWide<S, T>(v, true);
        let s = v128.load_splat<T>(w);
        a0 = madd<T>(s, a, a0);
        b0 = madd<T>(s, b, b0);
        s = v128.load_splat<T>(w, KEYS * sizeof<T>());
        a1 = madd<T>(s, a, a1);
        b1 = madd<T>(s, b, b1);
        s = v128.load_splat<T>(w, 2 * KEYS * sizeof<T>());
        a2 = madd<T>(s, a, a2);
        b2 = madd<T>(s, b, b2);
        s = v128.load_splat<T>(w, 3 * KEYS * sizeof<T>());
        a3 = madd<T>(s, a, a3);
        b3 = madd<T>(s, b, b3);
      }
      add<T>(out, a0, b0);
      add<T>(out + step, a1, b1);
      add<T>(out + 2 * step, a2, b2);
      add<T>(out + 3 * step, a3, b3);
    }
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
 * The same for a tile whose values are not all finite: a masked key (its weight is −0) is skipped, because
 * 0·NaN is NaN and a NaN behind a mask must not leak.
 */
export function mixWild<S, T>(weights: usize, panels: usize, keys: i32, columns: i32, out: usize, count: i32): void {
  const width = panelWidth<S>();
  for (let row = 0; row < count; row++, weights += KEYS * sizeof<T>()) {
    for (let c = 0; c < columns; c++, out += 8) {
      const v = panels + <usize>(c / width) * KEYS * PANEL + <usize>(c % width) * sizeof<S>();
      let sum = load<f64>(out);
      for (let j: usize = 0; j < <usize>keys; j++) {
        const weight = <f64>load<T>(weights + j * sizeof<T>());
        if (reinterpret<u64>(weight) != 0x8000000000000000) sum += weight * <f64>load<S>(v + j * PANEL);
      }
      store<f64>(out, sum);
    }
  }
}
