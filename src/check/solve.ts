/** What comes out for one value of the unknown, and what it should be: vectors of one length. */
export type Response = (x: number) => Float64Array | undefined;

/**
 * The number for which a response is nearest to a wanted one: the best points of a grid first, then Gauss–Newton steps with
 * the slope taken from the last two points (the secant), which needs no derivative.
 * J. Nocedal, S. Wright, "Numerical Optimization" (2006), §10.3.
 *
 * @param grid where to begin, rising; the response is tried on both sides of the best ones
 * @param enough distance of the response that we have already: there has to come out less than half of it
 * @returns undefined when nothing is found
 */
export function solve(
  response: Response,
  wanted: Float64Array,
  grid: readonly number[],
  enough: number,
): number | undefined {
  const found = nearest(response, wanted, grid);
  return found && found.off < 0.5 * enough ? found.x : undefined;
}

/** The same, whatever the distance that is left: the number, and that distance. */
export function nearest(
  response: Response,
  wanted: Float64Array,
  grid: readonly number[],
): { x: number; off: number } | undefined {
  const points = grid.map((x) => at(response, wanted, x));
  const valleys = points
    .filter(
      ({ off }, i) =>
        off <= (points[i - 1]?.off ?? Infinity) && off <= (points[i + 1]?.off ?? Infinity) && off < Infinity,
    )
    .sort((a, b) => a.off - b.off)
    .slice(0, 2);
  return valleys.map((start) => descend(response, wanted, start)).sort((a, b) => a.off - b.off)[0];
}

interface Point {
  readonly x: number;
  readonly values: Float64Array;
  readonly off: number;
}

const MOST_STEPS = 16;
/** After so many steps there must be some progress. */
const PATIENCE = 3;

function descend(response: Response, wanted: Float64Array, start: Point): Point {
  let best = start;
  let next = at(response, wanted, start.x * 1.02);
  let last = start;
  for (let step = 0; step < MOST_STEPS; step++) {
    if (next.off === Infinity) break;
    const moved = next.x - last.x;
    let [along, square] = [0, 0];
    for (let i = 0; i < wanted.length; i++) {
      const slope = (next.values[i]! - last.values[i]!) / moved;
      if (!Number.isFinite(slope) || !Number.isFinite(wanted[i]!)) continue;
      along += slope * (wanted[i]! - next.values[i]!);
      square += slope * slope;
    }
    if (next.off < best.off) best = next;
    const change = along / square;
    if (
      !Number.isFinite(change) ||
      Math.abs(change) < 1e-12 * Math.abs(next.x) ||
      (step > PATIENCE && best.off > 0.7 * start.off)
    )
      break;
    // Never past 0, and not more than twice as far: the slope holds nearby only.
    const x = next.x + Math.max(-0.5 * Math.abs(next.x), Math.min(Math.abs(next.x), change));
    last = next;
    next = at(response, wanted, x);
  }
  return polished(response, wanted, next.off < best.off ? next : best, start.off);
}

/** How far the slope looks to both sides, and how often it is used: each time leaves a millionth of the error. */
const SIDE = 1e-5;
const POLISH = 3;

/** To the last digit: Newton steps with the slope of a central difference, which the digits that cancel do not spoil. */
function polished(response: Response, wanted: Float64Array, from: Point, before: number): Point {
  // Far away it is not the number that is looked for.
  if (!(from.off < 1e-3 * before) || from.off === 0) return from;
  const step = SIDE * Math.abs(from.x) || SIDE;
  const [above, below] = [at(response, wanted, from.x + step), at(response, wanted, from.x - step)];
  if (above.off === Infinity || below.off === Infinity) return from;
  let best = from;
  for (let round = 0; round < POLISH; round++) {
    let [along, square] = [0, 0];
    for (let i = 0; i < wanted.length; i++) {
      const slope = (above.values[i]! - below.values[i]!) / (2 * step);
      if (!Number.isFinite(slope) || !Number.isFinite(wanted[i]!)) continue;
      along += slope * (wanted[i]! - best.values[i]!);
      square += slope * slope;
    }
    const next = at(response, wanted, best.x + along / square);
    if (!(next.off < best.off)) return best;
    best = next;
  }
  return best;
}

/** Root-mean-square distance over the numbers that are finite on both sides; ∞ where one side alone is not. */
function at(response: Response, wanted: Float64Array, x: number): Point {
  const values = response(x);
  if (!values) return { x, values: wanted, off: Infinity };
  let [sum, count] = [0, 0];
  for (let i = 0; i < wanted.length; i++) {
    const error = values[i]! - wanted[i]!;
    if (Number.isFinite(error)) [sum, count] = [sum + error * error, count + 1];
    else if (!Object.is(values[i], wanted[i])) return { x, values, off: Infinity };
  }
  return { x, values, off: count === 0 ? 0 : Math.sqrt(sum / count) };
}
