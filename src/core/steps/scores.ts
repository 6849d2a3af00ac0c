import { block, headByHead, sharedBlock } from '../blocks.js';
import { sharedHead } from '../heads.js';
import { tensor } from '../tensor.js';
import { isMapped } from './map.js';
import { always, type Step } from './step.js';

/** How well each query fits each key: Q·Kᵀ, or another similarity. Heads that share a key add up in its gradient. */
export const step: Step = {
  name: 'scores',
  applies: always,
  makes: [
    {
      name: 'scores',
      stage: {
        name: 'scores',
        rows: 'query',
        columns: 'key',
        formula: ({ rule, problem }) =>
          problem.scores
            ? 'scores'
            : isMapped(problem)
              ? 'φ(Q)·φ(K)ᵀ'
              : problem.rope
                ? rule.formula.replace('Q', 'RoPE(Q)').replace('K', 'RoPE(K)')
                : rule.formula,
        numbers: (counts) => counts.scores,
      },
    },
  ],
  // (n_q, d_k)·(n_k, d_k)ᵀ → (n_q, n_k), for every batch item and head
  forward: ({
    arranged: { saved },
    rule,
    rows,
    sizes: { batch, heads, nQ, nK },
    made: { q_mapped: queries, k_mapped: keys },
  }) => ({
    scores:
      saved ??
      headByHead(
        [batch, heads, nQ, nK],
        (b, h) => rule.scores(sharedBlock(queries, b, h, heads), sharedBlock(keys, b, h, heads), h, rows),
        'float64',
        rows,
      ),
  }),
  backward: (gradient, { rule, sizes: { heads }, made: { q_mapped: queries, k_mapped: keys } }) => {
    const dKeys = tensor(keys.shape, new Float64Array(keys.data.length));
    const dQueries = headByHead(queries.shape, (b, h) => {
      const dScores = block(gradient.scores, b, h);
      const { dQ, dK } = rule.gradient(block(queries, b, h), sharedBlock(keys, b, h, heads), dScores, h);
      const dKey = block(dKeys, b, sharedHead(h, heads, keys.shape[1]!));
      dK.forEach((value, at) => {
        dKey[at]! += value;
      });
      return dQ;
    });
    return { q_mapped: dQueries, k_mapped: dKeys };
  },
};
