import type { Problem } from '../problem.js';
import { ropeOf } from '../rope/rope.js';
import { turn } from '../rope/turn.js';
import type { Tensor4 } from '../tensor.js';
import type { Pass, Step } from './step.js';

/**
 * RoPE turns queries and new keys by their positions; cached keys were turned when they were new. Su et al. 2021.
 * A rotation's transpose turns the gradient back.
 */
export const step: Step = {
  name: 'rotate',
  applies: ({ rope }) => Boolean(rope),
  makes: [
    {
      name: 'q_rotated',
      otherwise: 'q_normed',
      stage: {
        name: 'q_rotated',
        rows: 'query',
        columns: 'feature',
        formula: ({ problem }) => `RoPE(${normedName(problem, 'Q')})`,
        numbers: (counts) => counts.q,
      },
    },
    {
      name: 'k_rotated',
      otherwise: 'k_normed',
      stage: {
        name: 'k_rotated',
        rows: 'new-key',
        columns: 'feature',
        formula: ({ problem }) => `RoPE(${normedName(problem, 'K')})`,
        numbers: (counts) => counts.k,
      },
    },
  ],
  forward: (pass) => turned(pass, pass.made.q_normed, pass.made.k_normed, 1),
  backward: ({ q_rotated, k_rotated }, pass) => {
    const back = turned(pass, q_rotated, k_rotated, -1);
    return { q_normed: back.q_rotated, k_normed: back.k_rotated };
  },
};

function turned({ problem, settings, sizes, alignment }: Pass, q: Tensor4, k: Tensor4, direction: 1 | -1) {
  const { queries, keys } = ropeOf(problem, settings, sizes, alignment);
  return { q_rotated: turn(q, queries, direction), k_rotated: turn(k, keys, direction) };
}

function normedName({ qNorm, kNorm, normOrder }: Problem, name: 'Q' | 'K'): string {
  const norm = name === 'Q' ? qNorm : kNorm;
  return norm !== undefined && normOrder !== 'after-rope' ? `${norm}(${name})` : name;
}
