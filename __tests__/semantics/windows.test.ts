import { saidConventions } from '../said.js';
import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor } from '../../src/core/tensor.js';
import { ones, seen } from './helpers.js';

// How each system counts a window, written as its own predicate, beside the flag that says the same. Sources:
//   flash   https://github.com/Dao-AILab/flash-attention (flash_attn_func: "[i + seqlen_k - seqlen_q - window_size[0], …] inclusive")
//   ONNX    https://onnx.ai/onnx/operators/onnx__Attention.html (left/right_window_size)
//   JAX     https://docs.jax.dev/en/latest/_autosummary/jax.nn.dot_product_attention.html (local_window_size)
//   xformers LowerTriangularFromBottomRightLocalAttentionMask, LocalAttentionFromBottomRightMask (xformers/ops/fmha/attn_bias.py)
//   HF      transformers/masking_utils.py, sliding_window_overlay: kv_idx > q_idx - sliding_window
//   Keras   keras/src/layers/attention: |i − j| < sliding_window
const picture = (nQ: number, nK: number, may: (i: number, j: number) => boolean): string =>
  Array.from({ length: nQ }, (_, i) => Array.from({ length: nK }, (__, j) => Number(may(i, j))).join('')).join('/');
const of = (nQ: number, nK: number, more: Partial<Problem>): string =>
  seen({ q: ones(1, nQ, 1, 1), k: ones(1, nK, 1, 1), v: ones(1, nK, 1, 1), layout: 'blhd', ...more });
const W = 3;

describe('a window of 3 in every system, 6 queries and 6 keys', () => {
  it('exclusive counts (Hugging Face, gpt-oss, mlx-lm, xformers CausalLocal): --window 2,0', () => {
    const theirs = picture(6, 6, (i, j) => j <= i && j > i - W);
    expect(of(6, 6, { causal: true, window: [W - 1, 0] })).toBe(theirs);
    expect(of(6, 6, { window: [W - 1, 0] })).toBe(theirs);
    expect(theirs.split('/')[5]).toBe('000111'); // three keys, itself included
  });
  it('inclusive counts (flash-attn, ONNX, JAX): --window 3,0 sees four keys, one more than the other camp', () => {
    const theirs = picture(6, 6, (i, j) => j <= i && i - j <= W);
    for (const like of ['flash', 'jax'] as const) expect(of(6, 6, { like, causal: true, window: [W, 0] })).toBe(theirs);
    expect(of(6, 6, { like: 'onnx', layout: 'blhd', causal: true, window: [W, 0] })).toBe(theirs);
    expect(theirs.split('/')[5]).toBe('001111');
  });
  it('Keras without causal: |i − j| < 3 is --window 2,2', () => {
    expect(of(6, 6, { like: 'keras', window: [W - 1, W - 1] })).toBe(picture(6, 6, (i, j) => Math.abs(i - j) < W));
  });
  it('Hugging Face without causal: |q − kv| ≤ 3 is --window 3,3', () => {
    expect(of(6, 6, { window: [W, W] })).toBe(picture(6, 6, (i, j) => Math.abs(i - j) <= W));
  });
  it('−1 is no limit; −1,−1 masks nothing', () => {
    expect(of(4, 4, { window: [-1, 0] })).toBe(picture(4, 4, (i, j) => j <= i));
    expect(of(4, 4, { window: [-1, -1] })).toBe('');
  });
});

describe('where the window is measured from, 2 queries and 5 keys', () => {
  const window = [1, 0] as const;
  it('bottom right in flash-attn and xformers, top left in JAX and Keras: the two results', () => {
    expect(of(2, 5, { like: 'flash', window })).toBe(picture(2, 5, (i, j) => j >= i + 3 - 1 && j <= i + 3));
    for (const like of ['jax', 'keras'] as const)
      expect(of(2, 5, { like, window })).toBe(picture(2, 5, (i, j) => j >= i - 1 && j <= i));
  });
  it('by the corner that --causal says, when it does', () => {
    expect(of(2, 5, { causal: 'bottom-right', window })).toBe('00110/00011');
    expect(of(2, 5, { causal: 'top-left', window })).toBe('10000/11000');
  });
  it('behind a cache: from the position of the new token (ONNX, Hugging Face)', () => {
    const cached: Problem = {
      q: ones(2, 1),
      k: ones(2, 1),
      v: ones(2, 1),
      pastKey: ones(3, 1),
      pastValue: ones(3, 1),
      window,
    };
    for (const more of [{}, { like: 'onnx' as const }, { like: 'torch' as const }, { like: 'flash' as const }])
      expect(seen({ ...cached, ...more })).toBe('00110/00011');
  });
  it('by the real keys of each batch item in ONNX and flash-attn', () => {
    const padded: Problem = {
      q: ones(2, 1, 2, 1),
      k: ones(2, 1, 5, 1),
      v: ones(2, 1, 5, 1),
      keyLengths: tensor([2], [5, 3]),
      layout: 'bhld',
      window,
    };
    for (const like of ['onnx', 'flash'] as const) expect(seen({ ...padded, like })).toBe('00110/00011/11000/01100');
    expect(seen({ ...padded, like: 'torch' })).toBe('10000/11000/10000/11000');
  });
  it('is said among the conventions', () => {
    const conventions = saidConventions(
      attend({ q: ones(2, 1), k: ones(5, 1), v: ones(5, 1), window, causal: 'bottom-right' }),
    );
    expect(conventions.filter(({ name }) => name === 'position' || name === 'window')).toEqual([
      { name: 'position', value: 'query i stands at key i + 3', standard: false },
      { name: 'window', value: '1 before, 0 after, both inclusive', standard: false },
    ]);
  });
});

describe('chunks and prefixes, by expression', () => {
  it('Llama 4 attends within its chunk: floor(i/c) == floor(j/c), causal', () => {
    const mask = {
      text: 'floor(i/2) == floor(j/2)',
      at: (i: number, j: number) => Number(Math.floor(i / 2) === Math.floor(j / 2)),
    };
    expect(of(4, 4, { mask, causal: true })).toBe('1000/1100/0010/0011');
  });
});
