import { attend } from '../../src/core/attend.js';
import { AttnError } from '../../src/core/error.js';
import type { Problem } from '../../src/core/problem.js';
import { matrix, tensor, type Tensor } from '../../src/core/tensor.js';
import { bits, cells, ones, random, seen } from './helpers.js';
import { said } from '../said.js';

const square: Problem = { q: ones(2, 1), k: ones(2, 1), v: matrix([[1], [3]]) };
const faultOf = (problem: Problem): string => {
  try {
    attend(problem);
  } catch (error) {
    if (error instanceof AttnError)
      return said(error)
        .map(({ what, detail, fix }) => [what, detail, fix].flat().join(' | '))
        .join('\n');
    throw error;
  }
  return 'no error';
};

describe('what True in a mask means', () => {
  // https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html: True takes part;
  // https://docs.pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html: True is ignored.
  it('attend in SDPA, ONNX, JAX, Keras; ignore in nn.MultiheadAttention: the same matrix, two answers', () => {
    const mask = bits('10/11');
    expect(seen({ ...square, mask, like: 'torch' })).toBe('10/11');
    expect(seen({ ...square, mask, like: 'torch-mha' })).toBe('01/00');
    expect(cells({ ...square, mask, like: 'torch' }, 'output')).toEqual([1, 2]);
    expect(cells({ ...square, mask, like: 'torch-mha' }, 'output')).toEqual([3, NaN]);
  });
  it('--mask-true wins over --like, and reads expressions too', () => {
    expect(seen({ ...square, mask: bits('10/11'), like: 'torch-mha', maskTrue: 'attend' })).toBe('10/11');
    expect(seen({ ...square, mask: { text: 'j > i', at: (i, j) => Number(j > i) }, maskTrue: 'ignore' })).toBe('10/11');
  });
});

describe('an integer mask of 0 and 1', () => {
  // ONNX adds every mask that is not Boolean (https://onnx.ai/onnx/operators/onnx__Attention.html); PyTorch refuses it.
  const integers: Tensor = tensor([2, 2], [1, 0, 1, 1], { dtype: 'int64' });
  it('is yes and no for --mask, and is added by --bias', () => {
    expect(cells({ ...square, mask: integers }, 'output')).toEqual([1, 2]);
    expect(cells({ ...square, bias: integers }, 'output')[0]).toBeCloseTo((Math.E * 1 + 3) / (Math.E + 1), 14);
  });
  it('numbers other than 0 and 1 are refused, with the way out', () => {
    expect(
      faultOf({
        ...square,
        mask: matrix([
          [0, -Infinity],
          [0, 0],
        ]),
      }),
    ).toBe(
      'the mask holds -Infinity in row 1, column 2; expected 0 or 1 |  | numbers that are added to the scores (0 and −inf, for example) go to --bias',
    );
  });
});

describe('the axes of a mask', () => {
  const four: Problem = { q: random([2, 3, 2, 2], 1), k: random([2, 3, 4, 2], 2), v: random([2, 3, 4, 2], 3) };
  const of = (mask: Tensor, more: Partial<Problem> = {}): string => seen({ ...four, mask, ...more });
  const rows = ['1000', '0100', '0010', '0001', '1100', '0011'];

  it('none or one: the same for all; two: (n_q, n_k); four: everything', () => {
    expect(of(tensor([], [1]))).toBe('');
    expect(of(bits('1011'))).toBe(Array(12).fill('1011').join('/'));
    expect(of(bits('1011/1110'))).toBe(Array(6).fill('1011/1110').join('/'));
    expect(of(bits('1000/0001', 2, 1))).toBe(
      [...Array<string>(6).fill('1000'), ...Array<string>(6).fill('0001')].join('/'),
    );
  });
  it('a mask of one column is one answer a query', () =>
    expect(of(bits('0/1'))).toBe(Array(6).fill('0000/1111').join('/')));
  it('three are (heads, n_q, n_k), matched from the right as ONNX and NumPy do', () => {
    expect(of(bits(rows.join('/'), 3))).toBe([...rows, ...rows].join('/'));
  });
  it('three are (batch×heads, n_q, n_k) in nn.MultiheadAttention', () => {
    const twelve = [...rows, ...[...rows].reverse()];
    expect(of(bits(twelve.join('/'), 6), { like: 'torch-mha', maskTrue: 'attend' })).toBe(twelve.join('/'));
    expect(attend({ ...four, mask: bits(twelve.join('/'), 6), like: 'torch-mha' }).conventions).toContainEqual({
      name: 'mask_axes',
      value: { code: 'stacked-mask' },
      standard: false,
    });
  });
  it('(batch, n_q, n_k) is refused and told how to be given', () => {
    expect(faultOf({ ...four, mask: bits('1111/1111/1111/1111', 2) })).toContain(
      'three axes are read as (heads, n_q, n_k): reshape it to (2, 1, 2, 4)',
    );
  });
  it('an additive mask follows the same rules', () => {
    const bias = tensor(
      [3, 2, 4],
      [...rows.join('')].map((cell) => (cell === '1' ? 0 : -Infinity)),
    );
    expect(seen({ ...four, bias })).toBe([...rows, ...rows].join('/'));
    const twelve = tensor(
      [6, 2, 4],
      [...rows, ...[...rows].reverse()]
        .join('')
        .split('')
        .map((cell) => (cell === '1' ? 0 : -Infinity)),
    );
    expect(seen({ ...four, bias: twelve, like: 'torch-mha' })).toBe([...rows, ...[...rows].reverse()].join('/'));
  });
});

describe('a mask with fewer columns than keys', () => {
  const problem: Problem = { q: ones(2, 1), k: ones(4, 1), v: ones(4, 1) };
  it('is made up with masked ones by ONNX, whatever True means, and refused elsewhere', () => {
    expect(seen({ ...problem, mask: bits('110/011'), like: 'onnx' })).toBe('1100/0110');
    expect(seen({ ...problem, mask: bits('001/100'), like: 'onnx', maskTrue: 'ignore' })).toBe('1100/0110');
    expect(seen({ ...problem, bias: tensor([2, 3], [0, 0, -Infinity, -Infinity, 0, 0]), like: 'onnx' })).toBe(
      '1100/0110',
    );
    expect(faultOf({ ...problem, mask: bits('110/011') })).toContain('--like onnx takes the missing ones as masked');
  });
  it('one column is broadcast by torch and short for onnx: the two results', () => {
    expect(seen({ ...problem, mask: bits('1/1'), like: 'torch' })).toBe('');
    expect(seen({ ...problem, mask: bits('1/1'), like: 'onnx' })).toBe('1000/1000');
  });
});

describe('masks together', () => {
  it('causal AND window AND lengths AND mask AND hidden', () => {
    const problem: Problem = { q: ones(5, 1), k: ones(5, 1), v: ones(5, 1) };
    expect(
      seen({
        ...problem,
        causal: true,
        window: [2, 0],
        keyLengths: tensor([], [4]),
        mask: bits('11111/11111/11111/11011/11111'),
        hide: [0],
      }),
    ).toBe('00000/01000/01100/01010/00110');
  });
  it('SDPA refuses is_causal beside a mask; all that compose take both, as here', () => {
    expect(seen({ ...square, causal: true, mask: bits('11/01'), like: 'torch' })).toBe('10/01');
  });
});
