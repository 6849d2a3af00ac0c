import { KEYS, PANEL, ROWS } from '../layout';
import { loadWide, maddAsReference, pair, panelWidth } from './lanes';

/**
 * 4 queries times the keys from `j` up to `end`. The keys of two vectors make 8 sums, which stay in registers while the
 * inner loop runs over d_k.
 *
 * @param queries (d_k, 4) of T
 * @param panels the head's keys, (panels, d_k, panel) of S
 * @param out 4 rows of KEYS numbers of T
 */
export function scores<S, T>(queries: usize, panels: usize, dK: i32, j: i32, end: i32, out: usize): void {
  const zero = v128.splat<T>(<T>0);
  const width = panelWidth<S>();
  const queriesEnd = queries + <usize>dK * ROWS * sizeof<T>();
  for (; j < end; j += pair<T>(), out += 32) {
    let k = panels + <usize>(j / width) * dK * PANEL + <usize>(j % width) * sizeof<S>();
    let a0 = zero, b0 = zero, a1 = zero, b1 = zero;
    let a2 = zero, b2 = zero, a3 = zero, b3 = zero;
    for (let q = queries; q < queriesEnd; q += ROWS * sizeof<T>(), k += PANEL) {
      const a = loadWide<S, T>(k, false);
      const b = loadWide<S, T>(k, true);
      let s = v128.load_splat<T>(q);
      a0 = maddAsReference<T>(s, a, a0);
      b0 = maddAsReference<T>(s, b, b0);
      s = v128.load_splat<T>(q, sizeof<T>());
      a1 = maddAsReference<T>(s, a, a1);
      b1 = maddAsReference<T>(s, b, b1);
      s = v128.load_splat<T>(q, 2 * sizeof<T>());
      a2 = maddAsReference<T>(s, a, a2);
      b2 = maddAsReference<T>(s, b, b2);
      s = v128.load_splat<T>(q, 3 * sizeof<T>());
      a3 = maddAsReference<T>(s, a, a3);
      b3 = maddAsReference<T>(s, b, b3);
    }
    keep<T>(out, 0, a0, b0);
    keep<T>(out, 1, a1, b1);
    keep<T>(out, 2, a2, b2);
    keep<T>(out, 3, a3, b3);
  }
}

// @ts-ignore: decorator
@inline
function keep<T>(out: usize, row: usize, a: v128, b: v128): void {
  const at = out + row * KEYS * sizeof<T>();
  v128.store(at, a);
  v128.store(at, b, 16);
}
