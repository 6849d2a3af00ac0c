import { always, type Counts, type Step, type Value } from './step.js';

const projected = (name: 'q' | 'k' | 'v', rows: 'query' | 'new-key'): Value => ({
  name,
  stage: {
    name,
    rows,
    columns: 'feature',
    formula: ({ arranged, problem }) => {
      const letter = name.toUpperCase();
      return arranged.x ? `X·W_${letter}${problem[`b${name}`] ? ` + b_${letter}` : ''}` : letter;
    },
    numbers: (counts: Counts) => counts[name],
    ...(name !== 'q' && { typeOf: name }),
  },
});

/**
 * Q = X·W_Q, K = X·W_K, V = X·W_V (Vaswani et al. 2017, section 3.2.2), each with its bias where there is one, or Q, K and V
 * as given; the heads apart.
 * `arrange` has multiplied already: all sizes follow from its result.
 */
export const step: Step = {
  name: 'project',
  applies: always,
  makes: [
    {
      name: 'x',
      stage: {
        name: 'x',
        rows: 'query',
        columns: 'feature',
        formula: () => 'X',
        numbers: (counts) => counts.x,
        shown: ({ x }) => x !== undefined,
        joined: always,
      },
    },
    projected('q', 'query'),
    projected('k', 'new-key'),
    projected('v', 'new-key'),
  ],
  forward: ({ arranged: { x, q, k, v } }) => ({ ...(x && { x }), q, k, v }),
  backward: ({ q, k, v }) => ({ q, k, v }),
};
