import { looksLikeExpression } from '../../src/expression/index.js';

describe('looksLikeExpression', () => {
  it.each([
    'j <= i and i - j < 3',
    'i >= j',
    'j<=i',
    '-0.1*abs(i-j)',
    '0',
    '-1e9',
    '-inf',
    'i',
    'true',
    'i-j',
    'i/n_q',
    'not i',
    'abs(i-j)',
    'i == j',
    'i = j',
    'i && j',
    'floor(i/4) == floor(j/4)',
    'where(i < 2, 0, -inf)',
    'foo(i)',
    'x < 3',
    'i ? 0 : 1',
    '0,5',
    ' i ',
    'unknown - 3',
  ])('looksLikeExpression(%j) says yes', (text) => {
    expect(looksLikeExpression(text)).toBe(true);
  });

  it.each([
    '',
    ' ',
    '-',
    'mask.json',
    './a/b.npy',
    'mask.npz#m',
    '[[1,0]]',
    '[1, 0; 0, 1]',
    '{"data": [1]}',
    'mask',
    'data/mask',
    '../mask',
    '/tmp/mask',
    '~/mask',
    './i',
    'C:\\masks\\m',
    'my mask.csv',
    'run-lr=0.1.npy',
    'mask (1).json',
    'mask-2',
    'a_b',
    'weights.safetensors#q',
    'i.csv',
    'result.JSON',
    'folder\\mask',
    'mask#m',
  ])('looksLikeExpression(%j) says no', (text) => {
    expect(looksLikeExpression(text)).toBe(false);
  });
});
