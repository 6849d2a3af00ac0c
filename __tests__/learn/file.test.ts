import { tensor } from '../../src/core/tensor.js';
import { decodeModel, encodeModel } from '../../src/learn/file.js';
import { grown } from '../../src/learn/model.js';
import { parameters } from '../../src/learn/weights.js';
import { safetensorsReader } from '../../src/read/safetensors.js';
import { encodeSafetensors } from '../../src/files/safetensors/write.js';
import { trained } from './trained.js';
import { rejectionOf } from '../said.js';

const { model } = trained({ epochs: 1 });
const source = (bytes: Uint8Array) => ({ name: 'w.safetensors', bytes });

describe('decodeModel', () => {
  it('gives back every number, the vocabulary and the sizes', async () => {
    expect(await decodeModel(source(encodeModel(model, '0.1.0')))).toEqual(model);
  });

  it('reads matrices under the names that stand in the file', async () => {
    const { tensors } = await safetensorsReader.read(source(encodeModel(model, '0.1.0')), {});
    expect([...tensors.keys()]).toEqual(parameters(model.sizes).map(({ name }) => name));
    expect(tensors.get('layer2.wo')!.data).toEqual(model.weights.layers[1]!.wo);
  });

  it.each([
    ['another file of tensors', {}, 'holds no trained model: its metadata say schema "", expected "attn-weights/1"'],
    ['a file without words', { schema: 'attn-weights/1', heads: '2' }, 'its metadata hold no list of words'],
    [
      'words that are none',
      { schema: 'attn-weights/1', heads: '2', words: '[1]' },
      'its metadata hold no list of words',
    ],
    [
      'sizes without sense',
      { schema: 'attn-weights/1', heads: 'two', words: '["a"]' },
      'its sizes make no sense: 0 layers, two heads, 2 numbers per word',
    ],
  ])('refuses %s', async (_, metadata, what) => {
    const bytes = encodeSafetensors(new Map([['embedding', tensor([1, 2], [1, 2])]]), metadata);
    expect(await rejectionOf(decodeModel(source(bytes)))).toContain(what);
  });

  it('names a matrix of the wrong size', async () => {
    const { tensors } = await safetensorsReader.read(source(encodeModel(model, '1')), {});
    const bytes = encodeSafetensors(new Map([...tensors, ['layer1.wk', tensor([1, 2], [1, 2])]]), {
      schema: 'attn-weights/1',
      heads: '2',
      words: JSON.stringify(model.words),
    });
    expect(await rejectionOf(decodeModel(source(bytes)))).toBe('w.safetensors#layer1.wk  expected 8×8, found 1×2');
  });
});

it('grown keeps what was learned and has fresh rows for new words and places', () => {
  const more = grown(model, ['the', 'zebra'], 40, 3);
  const { dim, words, positions } = model.sizes;
  expect(more.words).toEqual([...model.words, 'zebra']);
  expect(more.sizes).toEqual({ ...model.sizes, words: words + 1, positions: 40 });
  expect(more.weights.embedding.subarray(0, words * dim)).toEqual(model.weights.embedding);
  expect(more.weights.position.subarray(0, positions * dim)).toEqual(model.weights.position);
  expect(more.weights.layers).toEqual(model.weights.layers);
  expect(more.weights.embedding.subarray(words * dim).every((value) => value !== 0)).toBe(true);
});
