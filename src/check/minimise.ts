/**
 * The place of the smallest value of a function with several valleys: a grid first, then the golden section between the
 * neighbours of the best points. J. Kiefer, "Sequential minimax search for a maximum", Proc. AMS 4 (1953).
 *
 * @param of is ∞ where it is not defined
 * @param grid rising numbers of one sign or both
 * @param enough a value from which on there is nothing to be found
 * @returns undefined when no grid point is better than `enough`
 */
export function minimise(of: (x: number) => number, grid: readonly number[], enough: number): number | undefined {
  const values = grid.map(of);
  const valleys = values
    .map((value, at) => ({ value, at }))
    .filter(({ value, at }) => value <= (values[at - 1] ?? Infinity) && value <= (values[at + 1] ?? Infinity) && value < 1.5 * enough)
    .sort((a, b) => a.value - b.value)
    .slice(0, 3);
  let best: { x: number; value: number } | undefined;
  for (const { at } of valleys) {
    const found = goldenSection(of, grid[at - 1] ?? grid[at]!, grid[at + 1] ?? grid[at]!);
    if (!best || found.value < best.value) best = found;
  }
  return best && best.value < 0.3 * enough ? best.x : undefined;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

function goldenSection(of: (x: number) => number, from: number, to: number): { x: number; value: number } {
  let [low, high] = [from, to];
  let a = high - GOLDEN * (high - low);
  let b = low + GOLDEN * (high - low);
  let [atA, atB] = [of(a), of(b)];
  for (let step = 0; step < 60 && Math.abs(high - low) > 1e-11 * Math.abs(a); step++) {
    if (atA < atB) {
      [high, b, atB] = [b, a, atA];
      a = high - GOLDEN * (high - low);
      atA = of(a);
    } else {
      [low, a, atA] = [a, b, atB];
      b = low + GOLDEN * (high - low);
      atB = of(b);
    }
  }
  return atA < atB ? { x: a, value: atA } : { x: b, value: atB };
}
