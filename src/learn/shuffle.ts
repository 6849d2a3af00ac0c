/** Fisher–Yates, into a new list: every order is equally likely. */
export function shuffle<T>(items: readonly T[], integer: (n: number) => number): T[] {
  const out = [...items];
  for (let last = out.length - 1; last > 0; last--) {
    const at = integer(last + 1);
    [out[last], out[at]] = [out[at]!, out[last]!];
  }
  return out;
}
