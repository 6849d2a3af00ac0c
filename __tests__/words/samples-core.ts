import type { CoreFacts } from '../../src/core/facts.js';

/** Numbers and names for every code of core: the compiler asks for each. Several where the sentence branches. */
export const CORE: { readonly [Code in keyof CoreFacts]: readonly CoreFacts[Code][] } = {
  'scale-not-finite': [{ scale: '1/0', value: Infinity, dK: 4, dV: 4, dModel: 8, nQ: 3, nK: 5 }],
  'query-missing': [{}],
  'projections-missing': [{ missing: ['W_Q'] }, { missing: ['W_K', 'W_V'] }],
  'cache-half-given': [{ given: 'keys' }, { given: 'values' }],
  'kv-heads-without-heads': [{ kvHeads: 2 }],
  'scores-too-large': [{ shape: [1, 40, 9, 9], bytes: 5e9 }],
  'x-axes': [{ shape: [1, 1, 2, 2] }],
  'axes-differ': [{ q: [2, 2], k: [1, 2, 2], v: [1, 2, 2], differ: ['K', 'V'] }],
  'cache-shape': [
    { cache: 'past_key', found: [1, 1, 2, 3], beside: 'K', expected: [1, 1, 2, 4] },
    { cache: 'past_value', found: [1, 1, 2, 3], beside: 'V', expected: [1, 1, 2, 4] },
  ],
  'shapes-do-not-fit': [
    {
      misfits: [
        { of: 'd_k', q: [2, 2], k: [2, 3] },
        { of: 'values', k: [2, 2], v: [3, 2] },
        { of: 'batch', q: 1, k: 2, v: 3 },
        { of: 'key-heads', q: 1, found: 2 },
        { of: 'value-heads', q: 4, found: 3 },
      ],
      advice: { try: 'kv-heads', kvHeads: 2, dK: 4 },
    },
    { misfits: [], advice: { try: 'layout' } },
    { misfits: [], advice: { try: 'heads' } },
    { misfits: [], advice: { try: 'transpose' } },
  ],
  'heads-differ': [
    { name: 'Q', found: 1, expected: 2, shape: [1, 1, 2, 2], layout: 'bhld' },
    { name: 'K', found: 4, expected: 2, shape: [1, 2, 4, 2], layout: 'blhd' },
  ],
  'tensor-axes': [
    { name: 'past_key', shape: [3] },
    { name: 'Q', shape: [] },
  ],
  'heads-do-not-divide': [
    { name: 'Q', columns: 5, heads: 2, shape: [3, 5] },
    { name: 'K', columns: 5, heads: 2, shape: [1, 3, 5] },
  ],
  'projection-shape': [
    { x: 'X', xShape: [2, 3], w: 'W_Q', found: [4, 3] },
    { x: 'X', xShape: [2, 3], w: 'W_Q', found: [5, 5] },
  ],
  'bias-without-matrix': [
    { bias: 'bq', missing: 'wq' },
    { bias: 'bo', missing: 'wo' },
    { bias: 'bk', missing: 'x' },
  ],
  'bias-size': [{ name: 'b_Q', shape: [3], found: 3, expected: 4 }],
  'broadcast-shape': [
    { name: 'mask', found: [2, 3, 4], scores: [2, 5, 3, 4] },
    { name: 'bias', found: [2, 4], scores: [2, 5, 3, 4] },
    { name: 'mask', found: [7], scores: [1, 1, 3, 4] },
  ],
  'columns-missing': [{ name: 'mask', shape: [2, 2], found: 2, expected: 3 }],
  'numbers-count': [{ shape: [2, 2], found: 3, expected: 4 }],
  'row-length': [{ row: 2, found: 1, expected: 2 }],
  'token-count': [
    { of: 'rows', tokens: ['a'], found: 1, expected: 2 },
    { of: 'queries', tokens: ['a', 'b'], found: 2, expected: 3 },
    { of: 'keys', tokens: ['a', 'b'], found: 2, expected: 3 },
  ],
  'causal-ambiguous': [
    { nQ: 2, nK: 3 },
    { nQ: 12, nK: 30 },
  ],
  'key-lengths-count': [
    { found: 3, expected: 1, readAsHeads: false },
    { found: 3, expected: 2, readAsHeads: true },
  ],
  'key-length-range': [{ item: 1, found: 9, most: 3 }],
  'slopes-count': [{ found: 2, expected: 1 }],
  'rope-odd-size': [{ found: 3 }],
  'mask-not-boolean': [{ found: 0.5, row: 1, column: 2 }],
  'sinks-count': [{ found: 2, expected: 4 }],
  'sink-normalizer': [{ normalizer: 'sigmoid' }],
  'w-score-missing': [{ dQ: 2, dK: 3 }],
  'w-score-shape': [{ found: [2, 2], heads: 2, dQ: 2, dK: 3 }],
  'w-score-rows': [{ found: [2, 2], expected: 5 }],
  'v-score-size': [{ found: 3, expected: 4 }],
  'additive-sizes': [{ dQ: 4, dK: 2 }],
  'grad-normalizer': [{ normalizer: 'hardmax' }],
  'grad-shape': [{ found: [4, 4], expected: [5, 4] }],
  'one-hot-dim': [{ found: 2, expected: 3 }],
  'dim-heads': [{ dim: 8, heads: 3 }],
  'embedding-too-large': [
    { dim: 1e6, width: 0, found: 1e9, most: 2 ** 26 },
    { dim: 1e6, width: 8, found: 1e9, most: 2 ** 26 },
  ],
  'seed-not-whole': [{ found: 0.5 }],
  'number-not-in-type': [{ number: 1, value: 0.5, dtype: 'int8' }],
  'integer-not-exact': [{ number: 1, value: '9007199254740993', nearest: '9007199254740992' }],
  'not-boolean': [{ number: 1, value: 2 }],
};
