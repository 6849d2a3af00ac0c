import { readFileSync } from 'node:fs';
import { npyReader } from '../../src/read/npy.js';
import { npzReader } from '../../src/read/npz.js';
import { safetensorsReader } from '../../src/read/safetensors.js';
import type { Document } from '../../src/read/document.js';
import { encodeNpy } from '../../src/files/npy/write.js';

/** Files written by NumPy 2.4.6 and safetensors 0.8.0, and what these say they hold: scripts/make-numpy-fixtures.py. */
interface Held {
  dtype: string;
  shape: number[];
  data: (number | string)[];
}
const expected = Object.entries(
  JSON.parse(readFileSync('fixtures/numpy/expected.json', 'utf8')) as Record<string, Record<string, Held>>,
);

const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(`fixtures/numpy/${file}`));
const readers = { npy: npyReader, npz: npzReader, safetensors: safetensorsReader };

async function read(file: string): Promise<Document> {
  return readers[file.split('.').at(-1) as keyof typeof readers].read({ name: file, bytes: bytesOf(file) }, {});
}

const SPECIAL: Record<string, number> = { inf: Infinity, '-inf': -Infinity, nan: NaN };
const number = (x: number | string): number => (typeof x === 'number' ? x : (SPECIAL[x] as number));

it.each(expected)('%s reads as NumPy reads it', async (file, arrays) => {
  const { tensors } = await read(file);
  expect([...tensors.keys()].sort()).toEqual(Object.keys(arrays).sort());
  for (const [name, { dtype, shape, data }] of Object.entries(arrays)) {
    const found = tensors.get(name);
    expect({ dtype: found?.dtype, shape: found?.shape }).toEqual({ dtype, shape });
    expect([...(found?.data ?? [])]).toEqual(data.map(number));
  }
});

it.each(expected)('exactly one reader knows %s by its first bytes', (file) => {
  const head = bytesOf(file).subarray(0, 16);
  expect(Object.entries(readers).flatMap(([format, { sniff }]) => (sniff(head) ? [format] : []))).toEqual([
    file.split('.').at(-1),
  ]);
});

const asWeWrite = expected
  .map(([file]) => file)
  .filter((file) => file.endsWith('.npy') && !/big-endian|fortran-|version/.test(file));

it.each(asWeWrite)('encodeNpy writes %s byte for byte as np.save does', async (file) => {
  const array = (await read(file)).tensors.get('');
  expect(array && Buffer.from(encodeNpy(array)).equals(bytesOf(file))).toBe(true);
});
