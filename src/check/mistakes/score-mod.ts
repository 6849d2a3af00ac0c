import type { ScoreFunction } from '../../core/index.js';
import { withProblem, type Attempt } from '../attempt.js';
import { sizesOf, ways, type Mistake } from './mistake.js';

type At = ScoreFunction['at'];

/** The change of the score made in another way. */
function changed(of: (at: At, attempt: Attempt) => At): Mistake['put'] {
  return (attempt) => {
    const { scoreMod } = attempt.problem;
    return scoreMod ? withProblem(attempt, { scoreMod: { ...scoreMod, at: of(scoreMod.at, attempt) } }) : undefined;
  };
}

/** `--score-mod`: a function of the score and its cell. */
export const SCORE_MOD: readonly Mistake[] = ways(
  {
    id: 'T2',
    title: 'the score-mod is not applied',
    formula: 'softmax(S)·V without the change of the score',
    lookFor: 'score_mod that is not passed on to flex_attention, a branch that drops it',
    instead: 'score = score_mod(score, b, h, q_idx, kv_idx), after the scale and before the mask',
  },
  [
    {
      put: (attempt) => {
        if (!attempt.problem.scoreMod) return undefined;
        const { scoreMod: _, ...problem } = attempt.problem;
        return { ...attempt, problem };
      },
    },
    {
      put: changed(
        (at) =>
          (s, ...cell) =>
            at(at(s, ...cell), ...cell),
      ),
      title: 'the score-mod is applied twice',
      formula: 'mod(mod(S))',
      lookFor: 'score_mod in the kernel and again around it',
      instead: 'apply it once',
    },
    {
      put: changed((at, attempt) => {
        const { scale } = sizesOf(attempt);
        return (s, ...cell) => at(s / scale, ...cell) * scale;
      }),
      title: 'the score-mod is applied before the scale',
      formula: 'mod(Q·Kᵀ)·scale',
      lookFor: 'score_mod on the product of q and k',
      instead: 'score_mod(scale * (q @ k.T))',
    },
    {
      put: changed(
        (at) =>
          (s, i, j, ...rest) =>
            at(s, j, i, ...rest),
      ),
      title: 'the score-mod takes queries for keys',
      formula: 'mod(s, j, i)',
      lookFor: 'the order of q_idx and kv_idx',
      instead: 'score_mod(score, b, h, q_idx, kv_idx)',
      alone: true,
    },
    {
      put: changed(
        (at) =>
          (s, i, j, _h, ...rest) =>
            at(s, i, j, 0, ...rest),
      ),
      title: 'the score-mod of the first head serves all',
      formula: 'mod(s, h = 0)',
      lookFor: 'the head index in score_mod',
      instead: 'score_mod(score, b, h, q_idx, kv_idx)',
      alone: true,
    },
  ],
);
