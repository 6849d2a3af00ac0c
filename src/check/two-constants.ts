import { exp, log } from '../core/index.js';
import { withProblem, type Attempt } from './attempt.js';
import type { Judge } from './judge.js';
import { sizesOf } from './mistakes/mistake.js';
import { factors, niceNumber, partOf, shown, windowsOf, type Constant, type TwoConstants } from './search.js';
import { nearest } from './solve.js';

/** A number that the code has and should not: what is searched is a positive number, from which `value` is made. */
interface Unknown {
  readonly grid: (attempt: Attempt) => readonly number[];
  readonly value: (x: number) => number;
  readonly put: (attempt: Attempt, value: number) => Attempt | undefined;
  readonly title: (value: string) => string;
}

const SCALE: Unknown = {
  grid: (attempt) => {
    const now = Math.abs(sizesOf(attempt).scale) || 1;
    return factors(now / 64, now * 64, 2);
  },
  value: (x) => x,
  put: (attempt, scale) => withProblem(attempt, { scale }),
  title: (value) => `the scale is ${value}`,
};
const SOFTCAP: Unknown = {
  grid: () => factors(0.05, 100, 2),
  value: (x) => x,
  put: (attempt, softcap) => withProblem(attempt, { softcap }),
  title: (value) => `there is a softcap of ${value}`,
};
const SINK: Unknown = {
  grid: () => factors(0.01, 1000, 3),
  value: log,
  put: (attempt, sink) => (attempt.problem.sink === undefined ? withProblem(attempt, { sink }) : undefined),
  title: (value) => `there is a sink of ${value}`,
};

const PAIRS: readonly (readonly [TwoConstants, Unknown, Unknown])[] = [
  ['scale+softcap', SCALE, SOFTCAP],
  ['scale+sink', SCALE, SINK],
  ['softcap+sink', SOFTCAP, SINK],
];

/** Two constants that the code has and should not, both unknown: for every value of one the best of the other. */
export function twoConstants(attempt: Attempt, judge: Judge): Constant[] {
  if (judge.hopeless(attempt)) return [];
  const numbers = PAIRS.flatMap(([id, first, second]) => bothOf(id, first, second, attempt, judge) ?? []);
  return numbers.length > 0 || judge.large ? numbers : scaleAndWindow(attempt, judge);
}

/** So often the interval around the best value of the second is narrowed, to 0.618 of it each time. */
const NARROWED = 36;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

function bothOf(
  id: TwoConstants,
  first: Unknown,
  second: Unknown,
  attempt: Attempt,
  judge: Judge,
): Constant | undefined {
  const seen = judge.glance(attempt);
  if (!seen) return undefined;
  const wanted = partOf({ ...seen, output: seen.actual })!;
  const make = (x: number, y: number): Attempt | undefined => {
    const one = first.put(attempt, first.value(x));
    return one && second.put(one, second.value(y));
  };
  const best = (y: number, grid: readonly number[]): { x: number; off: number } | undefined =>
    nearest(
      (x) => {
        const made = make(x, y);
        return made && partOf(judge.glance(made));
      },
      wanted,
      grid,
    );

  const across = second.grid(attempt);
  const points = across.map((y) => ({ y, found: best(y, first.grid(attempt)) }));
  const lowest = points.reduce(
    (least, { found }, at) => ((found?.off ?? Infinity) < (points[least]!.found?.off ?? Infinity) ? at : least),
    0,
  );
  let x = points[lowest]!.found?.x;
  if (x === undefined || !(points[lowest]!.found!.off < 0.5 * judge.glanceOff)) return undefined;
  // Golden section on the logarithm of the second; the first is never far from where it was.
  let [low, high] = [log(across[Math.max(lowest - 1, 0)]!), log(across[Math.min(lowest + 1, across.length - 1)]!)];
  const at = (y: number): { x: number; off: number } =>
    best(exp(y), [x! / 1.05, x!, x! * 1.05]) ?? { x: x!, off: Infinity };
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atLeft, atRight] = [at(left), at(right)];
  for (let step = 0; step < NARROWED; step++) {
    if (atLeft.off < atRight.off) {
      [high, right, atRight, x] = [right, left, atLeft, atLeft.x];
      left = high - GOLDEN * (high - low);
      atLeft = at(left);
    } else {
      [low, left, atLeft, x] = [left, right, atRight, atRight.x];
      right = low + GOLDEN * (high - low);
      atRight = at(right);
    }
  }
  const values = [first.value(x), second.value(exp((low + high) / 2))];
  for (const [a, b] of [values.map((value) => niceNumber(Number(value.toPrecision(5)))), values] as [
    number,
    number,
  ][]) {
    const made = first.put(attempt, a);
    const verdict = made && judge.weigh(second.put(made, b)!, true);
    if (verdict && judge.explains(verdict))
      return { id, title: `${first.title(shown(a))}, and ${second.title(shown(b))}`, value: [a, b], verdict };
  }
  return undefined;
}

function scaleAndWindow(attempt: Attempt, judge: Judge): Constant[] {
  const seen = judge.glance(attempt);
  if (!seen) return [];
  const wanted = partOf({ ...seen, output: seen.actual })!;
  for (const [keys, windowed, kind] of windowsOf(attempt)) {
    const found = nearest((scale) => partOf(judge.glance(SCALE.put(windowed, scale)!)), wanted, SCALE.grid(attempt));
    if (!found || !(found.off < 0.1 * judge.glanceOff)) continue;
    for (const scale of [niceNumber(found.x), found.x]) {
      const verdict = judge.weigh(SCALE.put(windowed, scale)!, true);
      if (verdict && judge.explains(verdict))
        return [
          {
            id: 'scale+window',
            title: `${SCALE.title(shown(scale))}, and there is a window of ${keys} keys before${kind}`,
            value: [scale, keys],
            verdict,
          },
        ];
    }
  }
  return [];
}
