/**
 * The largest of any number of values (`Math.max(...values)` runs out of stack from some 100,000 on).
 *
 * @example largest([]) // => -Infinity
 */
export function largest(values: Iterable<number>): number {
  let most = -Infinity;
  for (const x of values) most = Math.max(most, x);
  return most;
}

/** The smallest of any number of values. */
export function smallest(values: Iterable<number>): number {
  let least = Infinity;
  for (const x of values) least = Math.min(least, x);
  return least;
}
