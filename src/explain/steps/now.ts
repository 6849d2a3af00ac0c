import { entropy, normalizerRule, tensor } from '../../core/index.js';
import { HEAD_OUTPUT, VALUES, type Lens } from '../../lens/index.js';
import type { NowStep, Speaker } from '../lesson.js';

/** The speaker before and after, and the weights of everybody. */
export function now(lens: Lens, speaker: Speaker): NowStep {
  const { problem, sizes } = lens.trace;
  const everybody = Array.from({ length: sizes.nQ }, (_, i) => {
    const weights = lens.row('weights', i);
    return {
      weights,
      heard: lens.attended(i),
      sum: weights.reduce((total, x) => total + x, 0),
      bits: spreadOf(lens, i),
    };
  });
  const own = speaker.self === undefined ? undefined : lens.row(VALUES, speaker.self);
  return {
    kind: 'now',
    ...(own && { before: own }),
    after: lens.row(HEAD_OUTPUT, speaker.index),
    weights: everybody[speaker.index]!.weights,
    everybody,
    shares:
      problem.differential === undefined &&
      problem.normalizeOver !== 'queries' &&
      normalizerRule(problem.normalizer ?? 'softmax').shares &&
      problem.sink === undefined,
  };
}

/** How widely query i attends, in bits: stage `entropy`, and the same formula where weights that share nothing have no such stage. */
export function spreadOf(lens: Lens, i: number): number {
  const known = lens.rowIfAny('entropy', i);
  if (known) return known[0]!;
  const weights = lens.row('weights', i);
  return entropy(tensor([1, 1, 1, weights.length], weights)).data[0]!;
}
