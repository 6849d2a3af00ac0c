import { block, headByHead } from '../blocks.js';
import { absorbedQueries } from '../latent.js';
import type { Problem } from '../problem.js';
import { mix } from './mix.js';
import type { Step } from './step.js';

const isAbsorbed = ({ latent, qNorm, kNorm }: Problem): boolean =>
  latent !== undefined && qNorm === undefined && kNorm === undefined;

/**
 * The other way to the same scores, with keys that are not written out: queries taken into the space of the latent. Nothing
 * follows from it here.
 */
export const absorb: Step = {
  name: 'absorb',
  applies: isAbsorbed,
  makes: [
    {
      name: 'q_absorbed',
      stage: {
        name: 'q_absorbed',
        rows: 'query',
        columns: 'feature',
        formula: ({ problem }) => (problem.qRope ? 'q_nope·W_UKᵀ' : 'Q·W_UKᵀ'),
        numbers: (counts) => counts.queries * counts.latent,
      },
    },
  ],
  forward: ({ arranged, made }) => ({ q_absorbed: absorbedQueries(arranged.latent!, made.q) }),
};

/** The mixture of the latents, which W_UV turns into the output of the head. */
export const mixLatents: Step = {
  name: 'mix-latents',
  applies: ({ latent, pastKey, differential }) =>
    latent !== undefined && pastKey === undefined && differential === undefined,
  makes: [
    {
      name: 'latent_output',
      stage: {
        name: 'latent_output',
        rows: 'query',
        columns: 'feature',
        formula: () => 'weights·c',
        numbers: (counts) => counts.queries * counts.latent,
      },
    },
  ],
  forward: ({ arranged, made, keep, rows, sizes: { batch, heads, nQ, nK } }) => {
    const { c } = arranged.latent!;
    const dC = c.shape[3];
    return {
      latent_output: headByHead(
        [batch, heads, nQ, dC],
        (b, h) => mix(block(made.weights, b, h), block(c, b, 0), keep && block(keep, b, h), nQ, nK, dC, rows),
        'float64',
        rows,
      ),
    };
  },
};
