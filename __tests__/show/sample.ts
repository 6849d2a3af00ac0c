import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import { matrix, tensor, type Tensor } from '../../src/core/tensor.js';
import type { Trace } from '../../src/core/trace.js';
import type { ShowOptions } from '../../src/show/renderer.js';

/** "the cat sat down": four tokens, d_k 4, d_v 2; the numbers of the explain session. */
export const CAT: Problem = {
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
  tokens: { query: ['the', 'cat', 'sat', 'down'], key: ['the', 'cat', 'sat', 'down'] },
};

export function cat(more: Partial<Problem> = {}): Trace {
  return attend({ ...CAT, ...more });
}

/** The same sentence with other words. */
export function labelled(labels: readonly string[]): Trace {
  return cat({ tokens: { query: labels, key: labels } });
}

/** Any shape, filled with numbers that are no round ones. */
export function waves(...shape: number[]): Tensor {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return tensor(
    shape,
    Float64Array.from({ length: size }, (_, i) => Math.sin(1 + i * i)),
  );
}

/** A self-attention of so many tokens, numbered. */
export function long(tokens: number, heads?: number): Trace {
  const names = Array.from({ length: tokens }, (_, i) => `w${i + 1}`);
  const shape = heads === undefined ? [tokens, 3] : [heads, tokens, 3];
  return attend({ q: waves(...shape), tokens: { query: names, key: names } });
}

/** As a pipe gets it: no colour, nothing left out. */
export const PIPE: ShowOptions = Object.freeze({
  stages: ['scores', 'weights', 'output'],
  precision: 4,
  color: 0,
  width: Infinity,
  unicode: true,
  lang: 'en',
  version: '0.1.0',
} as const);

/** Labels that would drive a terminal, a page, a spreadsheet or TeX if they could. */
export const HOSTILE: readonly string[] = Object.freeze([
  '\u001b]0;title\u0007',
  '\u001b[2J',
  '\u001bP1;2q\u001b\\',
  '\u001b',
  '\u009d0;t\u009c',
  '\u009b31m',
  '\r',
  '\b',
  '\0',
  '\u007f',
  '\n',
  '\t',
  '\u202e',
  '\u2066',
  '\u2069',
  '\u200f',
  '\u2028',
  '\u2029',
  '\u00ad',
  '\ufeff',
  '\ud800',
  'a\u200db',
  '\u{e0041}',
  '\u061c',
  '=1+1',
  '@SUM(A1)',
  '</script>',
  '<img onerror>',
  '|',
  '`',
  '**',
  '\\input{x}',
  '$',
  '%',
  '"',
  ',',
  '\ue000',
  '',
]);

export const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
