import { ropeOf } from '../rope/rope.js';
import { turn } from '../rope/turn.js';
import type { Tensor } from '../tensor.js';
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
      otherwise: 'q',
      stage: {
        name: 'q_rotated',
        rows: 'query',
        columns: 'feature',
        formula: () => 'RoPE(Q)',
        numbers: (counts) => counts.q,
      },
    },
    {
      name: 'k_rotated',
      otherwise: 'k',
      stage: {
        name: 'k_rotated',
        rows: 'new-key',
        columns: 'feature',
        formula: () => 'RoPE(K)',
        numbers: (counts) => counts.k,
      },
    },
  ],
  forward: (pass) => turned(pass, pass.made.q, pass.made.k, 1),
  backward: ({ q_rotated, k_rotated }, pass) => {
    const { q_rotated: q, k_rotated: k } = turned(pass, q_rotated, k_rotated, -1);
    return { q, k };
  },
};

function turned({ problem, settings, sizes, alignment }: Pass, q: Tensor, k: Tensor, direction: 1 | -1) {
  const { queries, keys } = ropeOf(problem, settings, sizes, alignment);
  return { q_rotated: turn(q, queries, direction), k_rotated: turn(k, keys, direction) };
}
