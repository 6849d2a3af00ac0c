import type { NowStep, Speaker, Vector } from '../lesson.js';
import { heardBy, row, valuesOf, type View } from '../view.js';
import { headOutput } from './listen.js';

/** The speaker before and after, and the weights of everybody. */
export function now(view: View, speaker: Speaker): NowStep {
  const { problem, sizes } = view.trace;
  const everybody = Array.from({ length: sizes.nQ }, (_, i) => {
    const weights = row(view, 'weights', i)!;
    return {
      weights,
      heard: heardBy(view, i),
      sum: weights.reduce((total, x) => total + x, 0),
      bits: spreadOf(view, i),
    };
  });
  const own = speaker.self === undefined ? undefined : valuesOf(view)[speaker.self];
  return {
    kind: 'now',
    ...(own && { before: own }),
    after: headOutput(view, speaker.index),
    weights: everybody[speaker.index]!.weights,
    everybody,
    shares: problem.normalizer !== 'sigmoid' && problem.sink === undefined,
  };
}

/** The spread of query i: the trace knows it where the weights are shares. */
export function spreadOf(view: View, i: number): number {
  return row(view, 'entropy', i)?.[0] ?? spread(row(view, 'weights', i)!);
}

/**
 * How widely attention is spread, in bits: −Σ w·log₂ w. 0: one voice only; log₂ n: all n alike.
 * Shannon 1948, https://doi.org/10.1002/j.1538-7305.1948.tb01338.x
 *
 * @example spread([0.5, 0.5]) // => 1
 */
export function spread(weights: Vector): number {
  return Math.abs(weights.reduce((bits, w) => (w > 0 || Number.isNaN(w) ? bits - w * Math.log2(w) : bits), 0));
}
