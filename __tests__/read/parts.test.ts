import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import { largeFile } from '../../src/read/file.js';
import { readDocument, readMatrix } from '../../src/read/read.js';
import { encodeNpz } from '../../src/files/npz/write.js';
import { encodeSafetensors } from '../../src/files/safetensors/write.js';
import { attn } from '../commands/fake-io.js';
import { rejectionOf } from '../said.js';

const folder = mkdtempSync(join(tmpdir(), 'attn-parts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const numbers = (rows: number, columns: number, dtype: Tensor['dtype']): Tensor =>
  tensor(
    [rows, columns],
    Float64Array.from({ length: rows * columns }, (_, at) => (at * 7919) % 100),
    { dtype },
  );
const arrays = new Map([
  ['q', numbers(3, 4, 'float32')],
  ['odd', numbers(1, 3, 'int8')],
  ['large', numbers(600, 600, 'float64')],
  ['k', numbers(5, 4, 'float64')],
]);

function written(name: string, bytes: Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

const FILES = [
  written('all.npz', encodeNpz(arrays)),
  written('all.safetensors', encodeSafetensors(arrays)),
  written('no-extension', encodeSafetensors(arrays)),
];

describe.each(FILES)('a large file is read in parts: %s', (file) => {
  it.each([...arrays])('%s alone is what went in', async (name, { shape, data, dtype }) => {
    expect(await readMatrix(`${file}#${name}`)).toMatchObject({ shape, dtype, data });
  });

  it('all of it is what went in', async () => {
    const { tensors } = await readDocument(file);
    expect([...tensors.keys()].sort()).toEqual([...arrays.keys()].sort());
    for (const [name, { data }] of arrays) expect(tensors.get(name)!.data).toEqual(data);
  });

  it('a name that it does not have is told with the nearest', async () => {
    await expect(readMatrix(`${file}#larg`)).rejects.toMatchObject({ kind: 'data' });
  });

  it('no more is read than the headers and the tensor that is named', async () => {
    const asked: [number, number][] = [];
    const { head, withParts } = (await largeFile(file))!;
    const { readerFor } = await import('../../src/read/formats.js');
    const { readParts } = await readerFor(file, head);
    const { tensors } = await withParts(({ name, size, part }) =>
      readParts!(
        {
          name,
          size,
          part: (start, end) => {
            asked.push([start, end]);
            return part(start, end);
          },
        },
        { only: 'q' },
      ),
    );
    expect([...tensors.keys()]).toEqual(['q']);
    expect(asked.reduce((sum, [start, end]) => sum + end - start, 0)).toBeLessThan(5000);
  });
});

describe('a large file', () => {
  it('that is cut off is refused as a small one is', async () => {
    const file = written('cut.safetensors', encodeSafetensors(arrays).subarray(0, 2 ** 20 + 7));
    const { code, out, err } = await attn(['compute', '--q', `${file}#q`]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('is cut off: its tensors need');
  });

  it('that becomes shorter while it is read is refused', async () => {
    const file = written('shrinking.safetensors', encodeSafetensors(arrays));
    const { withParts } = (await largeFile(file))!;
    await expect(
      withParts(async ({ part, size }) => {
        truncateSync(file, 100);
        return part(50, size);
      }),
    ).rejects.toMatchObject({
      faults: [{ code: 'file-shrank', bytes: 100 }],
    });
  });

  it('small files, pipes and what is not there are none', async () => {
    expect(await largeFile(written('small', new Uint8Array(10)))).toBeUndefined();
    expect(await largeFile('/dev/zero')).toBeUndefined();
    expect(await largeFile(join(folder, 'none'))).toBeUndefined();
  });

  it('of 6 GiB gives the tensor that is named', async () => {
    const file = join(folder, 'sparse.safetensors');
    const end = 6 * 2 ** 30;
    const header = JSON.stringify({
      large: { dtype: 'U8', shape: [end], data_offsets: [0, end] },
      q: { dtype: 'F64', shape: [2, 2], data_offsets: [end, end + 32] },
    });
    const text = header.padEnd(Math.ceil(header.length / 8) * 8);
    const handle = openSync(file, 'w');
    ftruncateSync(handle, 8 + text.length + end + 32);
    writeSync(
      handle,
      Buffer.concat([new Uint8Array(new BigUint64Array([BigInt(text.length)]).buffer), Buffer.from(text)]),
      0,
      undefined,
      0,
    );
    writeSync(handle, new Uint8Array(Float64Array.of(1, 2, 3, 4).buffer), 0, 32, 8 + text.length + end);
    closeSync(handle);
    expect((await readMatrix(`${file}#q`)).data).toEqual(Float64Array.of(1, 2, 3, 4));
    expect(await rejectionOf(readMatrix(`${file}#large`))).toContain('at most 268,435,456 are read');
  });
});
