import { savedName } from '../saved.js';
import { always, type Counts, type Step, type Value } from './step.js';

const projected = (name: 'q' | 'k' | 'v', rows: 'query' | 'new-key'): Value => ({
  name,
  stage: {
    name,
    rows,
    columns: 'feature',
    formula: ({ arranged, problem }) => {
      const letter = name.toUpperCase();
      const source = name !== 'q' && arranged.xKv ? 'X_kv' : 'X';
      return arranged.x ? `${source}·W_${letter}${problem[`b${name}`] ? ` + b_${letter}` : ''}` : letter;
    },
    numbers: (counts: Counts) => counts[name],
    shown: (problem) => savedName(problem) === undefined || (name === 'v' && problem.v !== undefined),
    ...(name !== 'q' && { typeOf: name }),
  },
});

/**
 * Q = X·W_Q, K = X·W_K, V = X·W_V (Vaswani et al. 2017, section 3.2.2), each with its bias where there is one, or Q, K and V
 * as given; the heads apart. In cross-attention K and V are made of another sequence, X_kv (the same paper, section 3.2.3).
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
    {
      name: 'x_kv',
      stage: {
        name: 'x_kv',
        rows: 'new-key',
        columns: 'feature',
        formula: () => 'X_kv',
        numbers: (counts) => counts.xKv,
        shown: ({ xKv }) => xKv !== undefined,
        joined: always,
      },
    },
    projected('q', 'query'),
    projected('k', 'new-key'),
    projected('v', 'new-key'),
  ],
  forward: ({ arranged: { x, xKv, q, k, v } }) => ({ ...(x && { x }), ...(xKv && { x_kv: xKv }), q, k, v }),
};
