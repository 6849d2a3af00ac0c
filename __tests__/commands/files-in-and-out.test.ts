import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matrix } from '../../src/core/index.js';
import { encodeNpz } from '../../src/files/index.js';
import { attn } from './fake-io.js';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'attn-files-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('-o with an ending that is not written', () => {
  it.each([
    [['compute', '--input', 'fixtures/bundle.json'], '.csv'],
    [['compute', '--input', 'fixtures/bundle.json', '--explain'], '.html'],
    [['check', '--input', 'fixtures/bundle.json', '--actual', 'fixtures/v.csv'], '.json'],
    [['check', '--probe'], '.npz'],
    [['worksheet'], '.md'],
    [['train', '--epochs', '1'], '.safetensors'],
  ])('%j is refused with those that are, and nothing is written', async (words, listed) => {
    const { code, out, err } = await attn([...words, '-o', join(folder, 'a.bmp')]);
    expect([code, out, readdirSync(folder)]).toEqual([2, '', []]);
    expect(err).toContain('.bmp');
    expect(err).toContain(listed);
  });

  it('is nothing to refuse where the format is said: that is what is written', async () => {
    const path = join(folder, 'a.log');
    expect((await attn(['compute', '--input', 'fixtures/bundle.json', '--json', '-o', path])).code).toBe(0);
    expect(JSON.parse(readFileSync(path, 'utf8')).schema).toBe('attn/1');
  });
});

describe('attn compute FILE', () => {
  it('is attn compute --input FILE', async () => {
    const bare = await attn(['compute', 'fixtures/bundle.json', '--json']);
    const named = await attn(['compute', '--input', 'fixtures/bundle.json', '--json']);
    expect(bare.code).toBe(0);
    expect({ ...bare, out: JSON.parse(bare.out).output }).toEqual({ ...named, out: JSON.parse(named.out).output });
  });

  it.each([
    [['fixtures/bundel.json'], 1, 'did you mean fixtures/bundle.json?'],
    [['the'], 2, 'unexpected argument "the"'],
    [['fixtures/bundle.json', '--input', 'fixtures/q.json'], 2, 'are both given as the bundle'],
  ])('%j is refused', async (words, expected, why) => {
    const { code, out, err } = await attn(['compute', ...words]);
    expect([code, out]).toEqual([expected, '']);
    expect(err).toContain(why);
  });

  it('names the arrays of a file that it cannot guess, and the flags to type; these work', async () => {
    const path = join(folder, 'three.npz');
    const rows = matrix([
      [1, 0],
      [0, 1],
    ]);
    writeFileSync(path, encodeNpz(new Map(['arr_0', 'arr_1', 'arr_2'].map((name) => [name, rows] as const))));
    const { code, err } = await attn(['compute', path]);
    expect(code).toBe(1);
    expect(err).toContain('which is Q, K or V: arr_0 2×2, arr_1 2×2, arr_2 2×2');
    const typed = /try: (.*)/.exec(err)![1]!.split(' ');
    expect(typed).toEqual(['--q', `${path}#arr_0`, '--k', `${path}#arr_1`, '--v', `${path}#arr_2`]);
    expect((await attn(['compute', ...typed])).code).toBe(0);
  });
});

it('attn explain … is attn compute … --explain', async () => {
  const words = ['fixtures/bundle.json', '--token', '2', '--lang', 'en'];
  const explained = await attn(['explain', ...words]);
  expect(explained.code).toBe(0);
  expect(explained).toEqual(await attn(['compute', ...words, '--explain']));
  expect((await attn(['explain', '--help'])).out).toBe((await attn(['compute', '--help'])).out);
});
