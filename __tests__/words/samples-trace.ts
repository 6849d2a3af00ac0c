import type { RowPlace, TraceFacts } from '../../src/core/trace-facts.js';
import type { Samples } from './samples.js';

const IT: RowPlace = { token: 'it', row: 3 };
const THE: RowPlace = { token: 'the', row: 1, head: 2, item: 4, everywhere: true };
const CELLS = [
  { value: NaN, at: IT, key: 'cat' },
  { value: -Infinity, at: THE, column: 2 },
];

/** Numbers and names for every warning, and for the value of every convention. */
export const TRACE: Samples<TraceFacts> = {
  'no-default-scale': [{}],
  'zero-vector-normed': [{ sides: ['q'] }, { sides: ['q', 'k'] }],
  'decay-grows': [{ token: 2, head: 1, found: 0.5 }],
  'delta-grows': [{ token: 2, head: 1, found: 3 }],
  'empty-rows': [
    { rows: [IT], more: 0, result: 'zero' },
    { rows: [IT, THE], more: 3, result: 'nan' },
    { rows: [IT, THE], more: 0, result: 'uniform' },
    { rows: [IT], more: 0, result: 'sink' },
  ],
  'stage-not-finite': [
    { stage: 'scores', cells: CELLS, more: 2 },
    { stage: 'output', cells: CELLS, more: 0 },
  ],
  'masked-not-finite': [
    { keys: ['cat'], more: 0 },
    { keys: ['cat', 'dog'], more: 2 },
  ],

  verbatim: [{ text: 'bhld' }],
  axes: [{ axes: ['batch', 'heads', 'length', 'size'] }],
  'heads-share-keys': [{ queryHeads: 4 }],
  'softcap-before-mask': [{ cap: 50 }],
  'bias-added': [{ to: 'scaled' }, { text: 'i - j', to: 'softcapped' }],
  'alibi-slopes': [{ given: true }, { given: false }],
  'rope-pairs': [
    { pairs: 'half', base: 10000 },
    { pairs: 'interleaved', base: 500 },
  ],
  'cached-keys': [
    { count: 1, rotated: false },
    { count: 3, rotated: true },
  ],
  'positions-given': [{ of: ['both'] }, { of: ['queries', 'keys'] }],
  'query-position': [{ offsets: [0] }, { offsets: [2, -1] }],
  'not-causal': [{}],
  causal: [
    { corner: 'top-left', offsets: [0] },
    { corner: 'offset', offsets: [2, -1] },
  ],
  window: [
    { before: -1, after: 0 },
    { before: 2, after: -1 },
  ],
  chunk: [{ size: 4 }],
  'documents-apart': [
    { count: 1, padding: false },
    { count: 3, padding: true },
  ],
  'select-top': [
    { count: 4, ties: 'first' },
    { count: 4, ties: 'all' },
  ],
  'select-blocks': [
    { count: 1, size: 1 },
    { count: 3, size: 16 },
  ],
  'mask-true': [{ means: 'attend' }, { means: 'ignore' }],
  'short-mask-masked': [{}],
  'stacked-mask': [{}],
  'sink-in-denominator': [{}],
  'stages-rounded': [{ dtype: 'bfloat16' }],
  'natural-logarithm': [{}],
  bits: [{}],
  'heads-repeated': [{ q: 2, k: 4, v: 4, heads: 4 }],
  'arithmetic-in-tiles': [{ type: 'float32' }, { type: 'float64' }],
};
