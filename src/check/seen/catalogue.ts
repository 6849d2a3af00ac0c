import type { CatalogueEntry } from '../catalogue.js';

/** What the sights of this folder can say, without the numbers and places of a report. */
export const SEEN: readonly CatalogueEntry[] = [
  {
    id: 'V0',
    title: 'NaN or infinities where there should be none',
    formula: '0/0, ∞ − ∞, 0·∞',
    lookFor: 'rows without a visible key, −inf − (−inf) in the softmax, memory that was not written',
    instead: 'subtract the maximum of the row; give rows without a visible key a value of their own',
  },
  {
    id: 'V1',
    title: 'every number of OUT is 0',
    formula: 'OUT = 0',
    lookFor: 'a buffer of zeros that the kernel never writes',
    instead: 'return what was computed',
  },
  {
    id: 'V2',
    title: 'every number of OUT is the same',
    formula: 'OUT = c',
    lookFor: 'a buffer that is filled and never written',
    instead: 'return what was computed',
  },
  {
    id: 'V3',
    title: 'OUT is a copy of an input',
    formula: 'OUT = V, Q, K or X',
    lookFor: 'weights that are the unit matrix, a layer that is skipped',
    instead: 'return weights @ v',
  },
  {
    id: 'V4',
    title: 'every row is the mean of the values: all weights are equal',
    formula: 'P = 1/n',
    lookFor: 'scores that are all the same, a mean in place of attention',
    instead: 'softmax(scale * (q @ k.transpose(-2, -1)))',
  },
  {
    id: 'V6',
    title: 'OUT is not correlated with the right output',
    formula: 'corr(OUT, O) ≈ 0',
    lookFor: 'memory that was not written, another random seed, inputs of another layer or batch',
    instead: 'compute OUT from these Q, K and V',
  },
  {
    id: 'V7',
    title: 'OUT is a function of the right output, number by number',
    formula: '−O, |O|, max(O, 0), min(O, c), round(O), …',
    lookFor: 'an activation, a clamp, a cast after weights @ v',
    instead: 'return weights @ v as it is',
  },
  {
    id: 'P5',
    title: 'a part of OUT is not written',
    formula: 'OUT = 0 in some heads, rows or columns',
    lookFor: 'a loop or a grid that ends early, a last partial tile',
    instead: 'write every head, row and column',
  },
  {
    id: 'P6',
    title: 'columns of OUT are in another order',
    formula: 'OUT[c] = O[π(c)]',
    lookFor: 'the features of the output: halves, pairs, an order of columns',
    instead: 'column c of the output from column c of v',
  },
  {
    id: 'P7',
    title: 'one cell of OUT differs, or two are exchanged',
    formula: 'OUT[a] ≠ O[a]',
    lookFor: 'a race between threads, an index past the end of another buffer, a flipped bit',
    instead: 'nothing in the formula: the other cells are right',
  },
];
