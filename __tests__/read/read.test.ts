import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDocument, readMatrix } from '../../src/read/read.js';
import { faultsOf } from './text-input.js';

const fixture = (name: string): string => join('fixtures', name);

describe('readMatrix', () => {
  it('reads Q, K and V of the four words, labels included', async () => {
    const q = await readMatrix(fixture('q.json'));
    const v = await readMatrix(fixture('v.csv'));
    expect([q.shape, [...q.data]]).toEqual([
      [4, 4],
      [0, 1, 0, 0, 1, 1, 0, 1, 2, 0, 1, 1, 0, 1, 1, 1],
    ]);
    expect(v).toEqual({
      shape: [4, 2],
      data: Float64Array.of(1, 0, 0, 2, 1, 1, 3, 0),
      dtype: 'float64',
      rows: ['the', 'cat', 'sat', 'down'],
      columns: ['d1', 'd2'],
    });
  });

  it('reads one tensor of a bundle', async () => {
    expect(await readMatrix(`${fixture('bundle.json')}#k`)).toEqual(await readMatrix(fixture('k.json')));
    const [fault] = await faultsOf(readMatrix(fixture('bundle.json'), { subject: 'K' }));
    expect(fault).toMatchObject({
      what: 'holds 3 tensors: q, k, v',
      fix: `choose one, for example ${fixture('bundle.json')}#k`,
    });
  });

  it('reads literals', async () => {
    expect((await readMatrix('[1 0; 0 sqrt(4)/4]')).data).toEqual(Float64Array.of(1, 0, 0, 0.5));
    expect((await readMatrix('0.5')).shape).toEqual([]);
  });

  it('reads stdin by its content', async () => {
    const stdin = (): Promise<Uint8Array> => Promise.resolve(Buffer.from('1 2\n3 4\n'));
    expect((await readMatrix('-', { stdin })).shape).toEqual([2, 2]);
  });

  it('a bundle without tensors is no matrix', async () => {
    expect((await faultsOf(readMatrix('{"seed": 1}')))[0]!.what).toBe('holds no matrix');
  });
});

describe('readDocument', () => {
  it('keeps the settings of a bundle', async () => {
    const { tensors, settings } = await readDocument(fixture('bundle.json'));
    expect([...tensors.keys()]).toEqual(['q', 'k', 'v']);
    expect(settings.get('tokens')).toEqual({
      value: ['the', 'cat', 'sat', 'down'],
      where: `${fixture('bundle.json')}:14:13`,
    });
  });

  it('reads back the JSON inside a page, with places in the page', async () => {
    const json = (await readFile(fixture('bundle.json'), 'utf8')).replace('[0, 1, 0, 0]', '[0, 1, 0, "0,5"]');
    const page = `<!doctype html>\n<p>attn</p>\n<script type="application/json" id="attn">${json}</script>`;
    const stdin = (): Promise<Uint8Array> => Promise.resolve(Buffer.from(page));
    expect((await faultsOf(readDocument('-', { stdin })))[0]).toMatchObject({
      where: '<stdin>:4:19',
      what: 'expected a number, found "0,5"',
    });
    const sound = (): Promise<Uint8Array> => Promise.resolve(Buffer.from(page.replace('"0,5"', '0')));
    expect((await readDocument('-', { stdin: sound })).tensors.get('q')).toEqual(await readMatrix(fixture('q.json')));
  });

  it('a page that attn did not write is refused', async () => {
    const stdin = (): Promise<Uint8Array> => Promise.resolve(Buffer.from('<html></html>'));
    expect((await faultsOf(readDocument('-', { stdin })))[0]!.what).toBe('no result of attn in this page');
  });

  it.each([
    'q.json',
    'k.json',
    'v.csv',
    'bundle.json',
    'animal.json',
    'x.json',
    'wq.csv',
    'wk.csv',
    'wv.csv',
    'wo.json',
  ])('the fixture %s can be read', async (name) => {
    await expect(readDocument(fixture(name))).resolves.toBeDefined();
  });
});
