import { tensor } from '../../src/core/tensor.js';
import { lensOn } from '../../src/lens/index.js';
import { lesson } from '../../src/explain/tell.js';
import { encodeNpy } from '../../src/files/npy/write.js';
import { encodeNpz } from '../../src/files/npz/write.js';
import { encodeSafetensors } from '../../src/files/safetensors/write.js';
import { renderSvg } from '../../src/show/svg.js';
import { cat, long, PIPE } from './sample.js';
import { refusals } from '../refusals.js';

const one = tensor([1], [1]);
const many = new Map(Array.from({ length: 0xffff }, (_, n) => [String(n), one]));

describe('what a program that writes or tells is told', () => {
  it.each([
    [
      'bfloat16 in .npy',
      () => encodeNpy(tensor([1], [1], { dtype: 'bfloat16' })),
      'the array is bfloat16, which .npy and .npz cannot hold',
      'write .safetensors (-o out.safetensors), or compute with --dtype float32',
    ],
    [
      'a number that its type cannot hold',
      () => encodeNpy(tensor([1], [300], { dtype: 'uint8' })),
      'number 1 is 300: uint8 cannot hold it',
      'store it as float64',
    ],
    [
      'too many arrays in .npz',
      () => encodeNpz(many),
      'the .npz would be larger than 4 GiB or hold more than 65,534 arrays',
      'write .safetensors',
    ],
    [
      'the reserved name',
      () => encodeSafetensors(new Map([['__metadata__', one]])),
      'a tensor cannot be named __metadata__',
      'choose another name',
    ],
    [
      'a picture of a head that is not there',
      () => renderSvg(long(3, 2), { ...PIPE, head: 7 }),
      'there is no such head or batch item',
      'choose among 2 heads and 1 batch items',
    ],
    [
      'a lesson of the second head of one',
      () => lesson(cat(), { head: 1 }),
      'there is no head 2',
      'there is one head: leave --head out',
    ],
    [
      'a lesson of the third head of two',
      () => lesson(long(3, 2), { head: 2 }),
      'there is no head 3',
      '--head takes 1 to 2',
    ],
    ['a lesson of no token', () => lesson(long(0)), 'there is no token 1', 'there are no tokens at all'],
  ])('%s', (_, call, what, fix) => {
    expect(refusals(call)).toEqual([[what, fix]]);
  });

  it('a stage that no trace is without is a bug when it is missing', () => {
    expect(() => lensOn(cat(), 0, 0).rows(['grad_q', 'grad_k'])).toThrow('the trace has none of grad_q, grad_k');
  });
});
