import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttnError } from '../../src/core/error.js';
import { readFileBytes } from '../../src/read/file.js';
import { FORMATS, readerFor } from '../../src/read/formats.js';
import { openSource } from '../../src/read/source.js';
import { checkStdinOnce, stdinOnce } from '../../src/read/stdin.js';
import { whenInstalled } from '../when-installed.js';
import { faultsOf } from './text-input.js';

let folder = '';
const path = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attn-read-'));
  await writeFile(path('k.json'), '[[1, 2]]');
  await writeFile(path('a#b.json'), '[3]');
  await mkdir(path('data'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('openSource', () => {
  it('reads a file, and a file with a # in its name', async () => {
    expect(Buffer.from((await openSource(path('k.json'))).source.bytes).toString()).toBe('[[1, 2]]');
    expect(Buffer.from((await openSource(path('a#b.json'))).source.bytes).toString()).toBe('[3]');
  });

  it('path#name asks for one tensor', async () => {
    const { source, only } = await openSource(`${path('k.json')}#q`);
    expect([source.name, only]).toEqual([path('k.json'), 'q']);
  });

  it('a literal is named by its flag', async () => {
    const { source, literal } = await openSource('[1 2]', { flag: '--q' });
    expect([source.name, literal]).toEqual(['--q', true]);
  });

  it('- is stdin, and -#name one tensor of it', async () => {
    const stdin = (): Promise<Uint8Array> => Promise.resolve(Buffer.from('[1]'));
    expect((await openSource('-', { stdin })).source).toEqual({ name: '<stdin>', bytes: Buffer.from('[1]') });
    expect((await openSource('-#q', { stdin })).only).toBe('q');
    await expect(openSource('-')).rejects.toMatchObject({ code: 'stdin-not-here' });
  });

  it.each([
    ['k.jsn', 'no such file', /did you mean .*k\.json\?/],
    ['nowhere/k.json', 'no such file: there is no folder', undefined],
    ['data', 'is a folder; expected a file', /name a file in it/],
    ['k.json/q', 'no such file', undefined],
    ['x'.repeat(300), 'no file can have so long a name', /literal/],
    ['a\0b', 'no file name can hold a NUL character', undefined],
  ])('%j: %s', async (name, what, fix) => {
    const [fault] = await faultsOf(openSource(path(name)));
    expect(fault!.what).toContain(what);
    if (fix) expect(fault!.fix).toMatch(fix);
  });

  it('nothing at all is called wrongly', async () => {
    await expect(openSource('', { flag: '--q' })).rejects.toMatchObject({ kind: 'usage' });
  });

  whenInstalled('/dev/zero').it('endless input ends where the limit is', async () => {
    const [fault] = await faultsOf(readFileBytes('/dev/urandom', 5_000_000));
    expect([fault!.what, fault!.fix]).toEqual([
      'holds more than 5000000 bytes, the most that is read',
      'cut it into smaller files',
    ]);
    const [zeros] = await faultsOf(readFileBytes('/dev/zero'));
    expect(zeros!.what).toBe('begins with 512 zero bytes, as no format does');
  });

  it('a file larger than the first chunk arrives whole', async () => {
    const bytes = Buffer.alloc(3_000_000, 'abc');
    await writeFile(path('large'), bytes);
    expect(Buffer.compare(await readFileBytes(path('large')), bytes)).toBe(0);
  });
});

describe('stdin', () => {
  it('can be read only once, and says which flags wanted it', async () => {
    const stdin = stdinOnce(
      () => Promise.resolve(Buffer.from('1')),
      false,
      () => undefined,
    );
    await stdin('--q');
    const error = await stdin('--k').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AttnError);
    expect(error).toMatchObject({ kind: 'usage', faults: [{ code: 'stdin-read-twice', flags: ['--q', '--k'] }] });
  });

  it('two flags that say - are refused before anything is read', () => {
    expect(() =>
      checkStdinOnce([
        ['--q', '-'],
        ['--k', 'k.json'],
        ['--v', '-'],
      ]),
    ).toThrow(expect.objectContaining({ faults: [{ code: 'stdin-read-twice', flags: ['--q', '--v'] }] }));
    expect(() =>
      checkStdinOnce([
        ['--q', '-'],
        ['--k', '-'],
        ['--v', '-'],
      ]),
    ).toThrow(expect.objectContaining({ faults: [{ code: 'stdin-read-twice', flags: ['--q', '--k', '--v'] }] }));
    expect(() =>
      checkStdinOnce([
        ['--q', '-'],
        ['--k', 'k.json'],
      ]),
    ).not.toThrow();
  });

  it('from a keyboard a note says what is awaited', async () => {
    const notes: string[] = [];
    await stdinOnce(
      () => Promise.resolve(Buffer.from('1')),
      true,
      (line) => notes.push(line),
    )('--q', 'Q');
    expect(notes).toEqual(['reading Q from the keyboard; end with Ctrl-D']);
  });

  it('that is empty is data that failed', async () => {
    const stdin = stdinOnce(
      () => Promise.resolve(Buffer.from('')),
      false,
      () => undefined,
    );
    await expect(stdin('--q')).rejects.toMatchObject({
      kind: 'data',
      faults: [{ code: 'input-empty', source: '<stdin>', bytes: 0 }],
    });
  });
});

describe('readerFor', () => {
  const formatOf = async (name: string, bytes: string | Uint8Array, asked?: string): Promise<string | undefined> => {
    const found = await readerFor(name, Buffer.from(bytes as string), asked);
    for (const { format, load } of FORMATS) if ((await load()).sniff === found.sniff) return format;
    return undefined;
  };

  it('asks a format that takes everything last, and no ending belongs to two', () => {
    expect(FORMATS.findIndex(({ fallback }) => fallback)).toBe(FORMATS.length - 1);
    const endings = FORMATS.flatMap(({ extensions }) => extensions);
    expect(new Set(endings).size).toBe(endings.length);
  });

  it.each([
    ['q.json', '1,2', 'json'],
    ['q.CSV', '[1]', 'csv'],
    ['q.tsv', '', 'tsv'],
    ['q.npy', '', 'npy'],
    ['q.npz', '', 'npz'],
    ['q.safetensors', '', 'safetensors'],
    ['q.html', '', 'html'],
    ['<stdin>', ' [[1]]', 'json'],
    ['<stdin>', '\ufeff{"q": 1}', 'json'],
    ['q.txt', '1 2', 'csv'],
    ['q', '', 'csv'],
    ['q', '<!DOCTYPE html>', 'html'],
    ['q', '\u0093NUMPY', 'npy'],
    ['q', 'PK\u0003\u0004', 'npz'],
    ['q', '[\0\0\0\0\0\0\0{"a":1}', 'safetensors'],
  ])('%s with %j is %s', async (name, text, format) => {
    expect(await formatOf(name, Buffer.from(text, text.startsWith('\ufeff') ? 'utf8' : 'latin1'))).toBe(format);
  });

  it('--in-format overrides, and an unknown one gets a did-you-mean', async () => {
    expect(await formatOf('q.csv', '', 'json')).toBe('json');
    const [fault] = await faultsOf(readerFor('q.csv', Buffer.from(''), 'jsn'));
    expect(fault!.fix).toBe('did you mean json?');
  });

  it('bytes that nobody knows are refused', async () => {
    expect((await faultsOf(readerFor('q.bin', Buffer.from([1, 0, 2, 0, 3]))))[0]!.what).toMatch(/no format/);
  });
});
