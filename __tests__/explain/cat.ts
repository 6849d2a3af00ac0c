import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import { matrix } from '../../src/core/tensor.js';
import type { Trace } from '../../src/core/trace.js';

const WORDS = ['the', 'cat', 'sat', 'down'];

/** "the cat sat down" with d_k = 4 and d_v = 2: small whole numbers, √d_k = 2. */
export const CAT: Problem = Object.freeze({
  q: matrix([
    [0, 1, 0, 0],
    [1, 1, 0, 1],
    [2, 0, 1, 1],
    [0, 1, 1, 1],
  ]),
  k: matrix([
    [0, 1, 0, 0],
    [2, 0, 1, 0],
    [1, 0, 1, 1],
    [0, 1, 1, 2],
  ]),
  v: matrix([
    [1, 0],
    [0, 2],
    [1, 1],
    [3, 0],
  ]),
  tokens: { query: WORDS, key: WORDS },
});

export const SAT = 2;

export const cat = (more: Partial<Problem> = {}): Trace => attend({ ...CAT, ...more });
