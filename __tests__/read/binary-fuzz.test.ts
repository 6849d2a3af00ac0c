import fc from 'fast-check';
import { AttnError } from '../../src/core/error.js';
import { matrix, tensor } from '../../src/core/tensor.js';
import type { Reader } from '../../src/read/document.js';
import { npyReader } from '../../src/read/npy.js';
import { npzReader } from '../../src/read/npz.js';
import { safetensorsReader } from '../../src/read/safetensors.js';
import { encodeNpy } from '../../src/files/npy/write.js';
import { encodeNpz } from '../../src/files/npz/write.js';
import { encodeSafetensors } from '../../src/files/safetensors/write.js';
import { zipBytes } from './build-binary.js';

const q = matrix(
  [
    [1, 2],
    [3, 4],
  ],
  { dtype: 'float32' },
);
const counts = tensor([2], [1, 2], { dtype: 'int64' });
const mask = tensor([2], [0, 1], { dtype: 'bool' });
const all = new Map([
  ['q', q],
  ['counts', counts],
  ['mask', mask],
]);
const deflated = zipBytes([
  { name: 'q.npy', data: encodeNpy(q), deflate: true },
  { name: 'm.npy', data: encodeNpy(mask) },
]);

const MAGIC = [
  '9999999999',
  '-1',
  '1e9',
  '\0',
  '{',
  '[',
  '"',
  "'O'",
  '\xff\xff\xff\xff',
  'PK\x05\x06',
  '18446744073709551615',
].map((text) => Uint8Array.from(text, (character) => character.charCodeAt(0)));

type Edit = (bytes: Uint8Array) => Uint8Array;
const splice = (bytes: Uint8Array, at: number, remove: number, insert: Uint8Array): Uint8Array =>
  new Uint8Array(Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]));

const place = fc.double({ min: 0, max: 1, noNaN: true });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, fc.integer({ min: 0, max: 255 })).map(
    ([t, byte]): Edit =>
      (bytes) =>
        splice(bytes, Math.floor(t * bytes.length), 1, Uint8Array.of(byte)),
  ),
  fc.tuple(place, fc.integer({ min: 0, max: 7 })).map(([t, bit]): Edit => (bytes) => {
    const at = Math.min(Math.floor(t * bytes.length), bytes.length - 1);
    return bytes.with(at, (bytes[at] ?? 0) ^ (1 << bit));
  }),
  place.map(
    (t): Edit =>
      (bytes) =>
        bytes.slice(0, Math.floor(t * bytes.length)),
  ),
  fc.tuple(place, fc.constantFrom(...MAGIC), fc.boolean()).map(
    ([t, insert, over]): Edit =>
      (bytes) =>
        splice(bytes, Math.floor(t * bytes.length), over ? insert.length : 0, insert),
  ),
  fc.tuple(place, fc.nat(64)).map(
    ([t, length]): Edit =>
      (bytes) =>
        splice(bytes, Math.floor(t * bytes.length), length, new Uint8Array()),
  ),
);

const seeds: [string, Reader, Uint8Array][] = [
  ['npy', npyReader, encodeNpy(q)],
  ['npz', npzReader, encodeNpz(all)],
  ['npz, deflated', npzReader, deflated],
  ['safetensors', safetensorsReader, encodeSafetensors(all, { by: 'test' })],
];

async function valueOrRefusal(reader: Reader, bytes: Uint8Array): Promise<void> {
  try {
    const { tensors } = await reader.read({ name: 'file', bytes }, {});
    for (const { shape, data } of tensors.values()) expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
  } catch (error) {
    if (!(error instanceof AttnError)) throw error;
    expect(error.faults.length).toBeGreaterThan(0);
    expect(error.faults.length).toBeLessThanOrEqual(21);
  }
}

it.each(seeds)('%s: 2,000 edited files give a document or an AttnError, nothing else', async (_, reader, seed) => {
  Object.freeze(seed.buffer);
  const edits = fc.array(edit, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(edits, async (list) => {
      const bytes = list.reduce((edited, change) => (edited.length > 0 ? change(edited) : edited), seed);
      await valueOrRefusal(reader, bytes);
    }),
    { numRuns: 2000 },
  );
});

it.each(seeds)('%s: any bytes give a document or an AttnError, nothing else', async (_, reader, seed) => {
  const anything = fc
    .tuple(fc.constantFrom(0, 8, 10), fc.uint8Array({ maxLength: 200 }))
    .map(([kept, rest]) => splice(seed.slice(0, kept), kept, 0, rest));
  await fc.assert(
    fc.asyncProperty(anything, (bytes) => valueOrRefusal(reader, bytes)),
    { numRuns: 300 },
  );
});
