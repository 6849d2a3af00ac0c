import { saidConventions } from '../said.js';
import { AttnError } from '../../src/core/error.js';
import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor } from '../../src/core/tensor.js';
import { ones, seen } from './helpers.js';

// "No looking ahead" where queries and keys differ in number. Sources:
//   PyTorch  https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html (tril, top-left)
//   flash    https://github.com/Dao-AILab/flash-attention#21-change-behavior-of-causal-flag (bottom-right since 2.1)
//   JAX      https://docs.jax.dev/en/latest/_autosummary/jax.nn.dot_product_attention.html (top-left)
//   ONNX     https://onnx.ai/onnx/operators/onnx__Attention.html (offset: cached keys; nonpad_kv_seqlen − n_q; else 0)
const wide: Problem = { q: ones(2, 1), k: ones(5, 1), v: ones(5, 1) };
const tall: Problem = { q: ones(5, 1), k: ones(2, 1), v: ones(2, 1) };
const TOP_LEFT = ['10000/11000', '10/11/11/11/11'];
const BOTTOM_RIGHT = ['11110/11111', '00/00/00/10/11'];
const both = (more: Partial<Problem>): string[] => [wide, tall].map((problem) => seen({ ...problem, ...more }));

describe('causal, 2 queries and 5 keys, 5 queries and 2 keys', () => {
  it.each(['torch', 'torch-mha', 'jax', 'keras', 'onnx'] as const)('--like %s starts at the top left', (like) => {
    expect(both({ causal: true, like })).toEqual(TOP_LEFT);
  });
  it('--like flash ends at the bottom right, and so does causal_lower_right', () => {
    expect(both({ causal: true, like: 'flash' })).toEqual(BOTTOM_RIGHT);
    expect(both({ causal: 'bottom-right' })).toEqual(BOTTOM_RIGHT);
  });
  it('what a flag says wins over --like', () => {
    expect(both({ causal: 'top-left', like: 'flash' })).toEqual(TOP_LEFT);
    expect(both({ causal: 'bottom-right', like: 'torch' })).toEqual(BOTTOM_RIGHT);
  });
  it('bare, with nobody to decide, it is refused; square it is not', () => {
    expect(() => attend({ ...wide, causal: true })).toThrow(AttnError);
    expect(seen({ q: ones(2, 1), k: ones(2, 1), v: ones(2, 1), causal: true })).toBe('10/11');
  });
  it('one query and many keys: top-left sees the first key only, the decoding trap (pytorch#144858)', () => {
    const decode: Problem = { q: ones(1, 1), k: ones(4, 1), v: ones(4, 1) };
    expect(seen({ ...decode, causal: true, like: 'torch' })).toBe('1000');
    expect(seen({ ...decode, causal: true, like: 'flash' })).toBe('');
  });
});

describe('causal behind a cache', () => {
  const cached: Problem = { q: ones(2, 1), k: ones(2, 1), v: ones(2, 1), pastKey: ones(3, 1), pastValue: ones(3, 1) };
  it('bare counts the cached keys, and so do onnx and flash', () => {
    for (const more of [{}, { like: 'onnx' as const }, { like: 'flash' as const }])
      expect(seen({ ...cached, causal: true, ...more })).toBe('11110/11111');
  });
  it('onnx and flash differ where there are fewer new keys than queries: 3 queries, 2 new keys, 3 cached', () => {
    const three = { ...cached, q: ones(3, 1), causal: true as const };
    expect(seen({ ...three, like: 'onnx' })).toBe('11110/11111/11111'); // j ≤ i + 3
    expect(seen({ ...three, like: 'flash' })).toBe('11100/11110/11111'); // j ≤ i + 5 − 3
  });
});

describe('causal and key lengths', () => {
  const padded: Problem = {
    q: ones(2, 1, 2, 1),
    k: ones(2, 1, 4, 1),
    v: ones(2, 1, 4, 1),
    layout: 'bhld',
    causal: true,
    keyLengths: tensor([2], [4, 1]),
  };
  it('onnx: offset = nonpad_kv_seqlen − n_q; negative, so the first row of the second item is empty', () => {
    expect(seen({ ...padded, like: 'onnx' })).toBe('1110/1111/0000/1000');
  });
  it('flash: the same, against the real keys (seqused_k)', () =>
    expect(seen({ ...padded, like: 'flash' })).toBe('1110/1111/0000/1000'));
  it('torch, jax, keras: the padding is a mask and the corner stays', () => {
    for (const like of ['torch', 'jax', 'keras'] as const)
      expect(seen({ ...padded, like })).toBe('1000/1100/1000/1000');
  });
  it('--causal=bottom-right without a system: against all keys', () => {
    expect(seen({ ...padded, causal: 'bottom-right' })).toBe('1110/1111/1000/1000');
  });
  it('the conventions say which corner, and what it came to', () => {
    const said = saidConventions(attend({ ...padded, like: 'onnx' })).find(({ name }) => name === 'causal')!;
    expect(said.value).toBe('offset (j ≤ i + 2, i − 1 by batch item)');
    expect(
      saidConventions(attend({ ...wide, causal: true, like: 'flash' })).find(({ name }) => name === 'causal')!.value,
    ).toBe('bottom-right (j ≤ i + 3)');
  });
});
