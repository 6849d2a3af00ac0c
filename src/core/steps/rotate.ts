import { rotate } from '../position.js';
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
  forward: (pass) => {
    const { q, k } = pass.made;
    return { q_rotated: ofQueries(q, pass, 1), k_rotated: ofKeys(k, pass, 1) };
  },
  backward: ({ q_rotated, k_rotated }, pass) => ({ q: ofQueries(q_rotated, pass, -1), k: ofKeys(k_rotated, pass, -1) }),
};

function ofQueries(from: Tensor, { problem, settings, sizes, alignment }: Pass, direction: 1 | -1): Tensor {
  const start = sizes.nPast > 0 ? alignment.position.map(() => sizes.nPast) : alignment.position;
  return rotate(from, problem.rope!, settings.ropeBase, start, direction);
}

function ofKeys(from: Tensor, { problem, settings, sizes, alignment }: Pass, direction: 1 | -1): Tensor {
  const start = alignment.position.map(() => sizes.nPast);
  return rotate(from, problem.rope!, settings.ropeBase, start, direction);
}
