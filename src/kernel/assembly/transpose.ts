import { ROWS } from '../layout';

/** The address of a group of four queries: the same for numbers of 4 and of 8 bytes. */
// @ts-ignore: decorator
@inline
export function groupAt(start: usize, r: i32, d: i32): usize {
  return start + <usize>(r * d) * 8;
}

/** `count` rows of d numbers of S, one behind the other → (d, 4) of T. Missing rows repeat the last. */
export function interleave<S, T>(from: usize, to: usize, d: i32, count: i32): void {
  const row = <usize>d * sizeof<S>();
  transpose<S, T>(from, min(1, count - 1) * row, min(2, count - 1) * row, min(3, count - 1) * row, d, to, ROWS * sizeof<T>());
}

/**
 * Transposes four rows of numbers into groups of four.
 *
 * @param from the first row; the others begin b, c and d bytes later
 * @param step from one group to the next, in bytes
 */
export function transpose<S, T>(from: usize, b: usize, c: usize, d: usize, count: i32, to: usize, step: usize): void {
  let n = 0;
  if (sizeof<S>() == 4 && sizeof<T>() == 4) {
    for (; n + 4 <= count; n += 4, from += 16, to += 4 * step) {
      const rowA = v128.load(from);
      const rowB = v128.load(from + b);
      const rowC = v128.load(from + c);
      const rowD = v128.load(from + d);
      const low = v128.shuffle<u32>(rowA, rowB, 0, 4, 1, 5);
      const lowB = v128.shuffle<u32>(rowC, rowD, 0, 4, 1, 5);
      const high = v128.shuffle<u32>(rowA, rowB, 2, 6, 3, 7);
      const highB = v128.shuffle<u32>(rowC, rowD, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<u64>(low, lowB, 0, 2));
      v128.store(to + step, v128.shuffle<u64>(low, lowB, 1, 3));
      v128.store(to + 2 * step, v128.shuffle<u64>(high, highB, 0, 2));
      v128.store(to + 3 * step, v128.shuffle<u64>(high, highB, 1, 3));
    }
  }
  for (; n < count; n++, from += sizeof<S>(), to += step) {
    store<T>(to, <T>load<S>(from));
    store<T>(to, <T>load<S>(from + b), sizeof<T>());
    store<T>(to, <T>load<S>(from + c), 2 * sizeof<T>());
    store<T>(to, <T>load<S>(from + d), 3 * sizeof<T>());
  }
}
