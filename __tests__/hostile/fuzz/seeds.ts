import { readdirSync, readFileSync } from 'node:fs';
import { attend } from '../../../src/core/attend.js';
import { matrix, tensor } from '../../../src/core/tensor.js';
import { STAGES } from '../../../src/core/trace.js';
import { newModel } from '../../../src/learn/model.js';
import { encodeModel } from '../../../src/learn/file.js';
import { render } from '../../../src/show/render.js';
import { encodeNpy } from '../../../src/files/npy/write.js';
import { encodeNpz } from '../../../src/files/npz/write.js';
import { encodeSafetensors } from '../../../src/files/safetensors/write.js';
import { zipBytes } from '../../read/build-binary.js';

const q = matrix(
  [
    [1, 2],
    [3, 4],
  ],
  { dtype: 'float32' },
);
const mask = tensor([2, 2], [1, 0, 1, 1], { dtype: 'bool' });
const heads = tensor([], [1], { dtype: 'int64' });
const bundle = new Map([
  ['q', q],
  ['mask', mask],
  ['heads', heads],
]);
const trace = attend({ q, causal: 'top-left', tokens: { query: ['the', 'cat'], key: ['the', 'cat'] } });

/** Read at once: the runs change into a folder of their own. */
const TORCH = readdirSync('fixtures/torch')
  .filter((name) => name.endsWith('.pt'))
  .map((name) => new Uint8Array(readFileSync(`fixtures/torch/${name}`)));

/** Sound documents of every format that is read. */
export async function documents(): Promise<Record<string, Uint8Array[]>> {
  const result = await render(trace, 'json', { stages: STAGES });
  const texts = {
    json: [
      '[[1, 0.5], ["1/2", null]]',
      '{"q": [[1, 0.5], ["sqrt(2)", 0]], "k": {"data": [1, 2], "shape": [1, 2], "rows": ["a"]}, "causal": "top-left", "tokens": ["a", "b"]}',
      String(result),
    ],
    csv: [',d1,"d,2"\r\nthe,1,-2e3\r\n"c""at",1/2,nan\r\n', '1;2,5\n3;4\n'],
    tsv: ['a\tb\n1\t2\n3\t4\n'],
    literal: ['[1 -1, (2 + 3); sqrt(2)/2 0.5, 1]', '[[1, 2], [3, 4]]'],
    html: [`<!doctype html><html><script type="application/json" id="attn">${String(result)}</script></html>`],
  };
  return {
    ...Object.fromEntries(
      Object.entries(texts).map(([format, list]) => [format, list.map((text) => new Uint8Array(Buffer.from(text)))]),
    ),
    npy: [encodeNpy(q), encodeNpy(mask)],
    npz: [
      encodeNpz(bundle),
      zipBytes([
        { name: 'q.npy', data: encodeNpy(q), deflate: true },
        { name: 'mask.npy', data: encodeNpy(mask) },
      ]),
    ],
    pt: TORCH,
    safetensors: [
      encodeSafetensors(bundle, { by: 'test' }),
      encodeModel(newModel({ layers: 1, heads: 1, dim: 2, positions: 4, words: 3 }, ['the', 'cat', 'sat'], 1), '1'),
    ],
  };
}

/** Sound configs and training sentences. */
export const CONFIGS: readonly Uint8Array[] = [
  '[{"sentence": "the cat sat", "dim": 4, "seed": 1, "heads": 2}, {"sentence": "one, two", "causal": true, "embedding": "hash"}]',
  '{"sentence": "the cat", "position": "sinusoidal", "head-dim": 2}',
  'sentence,dim,seed,causal\nthe cat sat,4,1,\n"one, two",2,2,true\n',
  'sentence;dim\na b;4\n',
].map((text) => new Uint8Array(Buffer.from(text)));

export const SENTENCES: readonly Uint8Array[] = [
  'sentence,word,refers_to\n"The cat sat because it was tired",it,cat\n"The dog ran because it was late",it,dog\n',
  '[{"sentence": "The cat sat because it was tired", "word": "it", "refers_to": "cat"}, {"sentence": "A dog saw it", "word": "it", "refers_to": "dog"}]',
].map((text) => new Uint8Array(Buffer.from(text)));
