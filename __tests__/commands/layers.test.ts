import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeModel } from '../../src/learn/file.js';
import { trained } from '../learn/trained.js';
import { elements, parseXml } from '../show/svg/xml.js';
import { attn } from './fake-io.js';

const SENTENCE = "The animal didn't cross the street because it was tired";
let folder: string;
let ask: string[];
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attn-'));
  await writeFile(file('w.safetensors'), encodeModel(trained({ heads: 2 }).model, '1'));
  ask = ['compute', '--weights', file('w.safetensors'), '--sentence', SENTENCE];
});
afterAll(() => rm(folder, { recursive: true }));

describe('--layer all', () => {
  it('gives every layer, the same as --layer 1 and --layer 2 one by one, each with its number', async () => {
    const all = await attn([...ask, '--layer', 'all', '--json']);
    const one = await Promise.all(['1', '2'].map((layer) => attn([...ask, '--layer', layer, '--json', '--compact'])));
    expect(all.out).toBe(one.map(({ out }) => out).join(''));
    expect(
      all.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).meta.layer),
    ).toEqual([
      { number: 1, of: 2 },
      { number: 2, of: 2 },
    ]);
  });

  it('stands above each table and in the first line of each lesson', async () => {
    const tables = await attn([...ask, '--layer', 'all']);
    expect(tables.out).toContain(`Layer 1 of 2: ${SENTENCE}`);
    expect(tables.out).toContain(`Layer 2 of 2: ${SENTENCE}`);
    for (const format of ['table', 'md', 'latex', 'html']) {
      const { out } = await attn([...ask, '--layer', 'all', '--explain', '--format', format]);
      expect(out.match(/layer [12] of 2/g)).toEqual(['layer 1 of 2', 'layer 2 of 2']);
      if (format === 'html') expect(out.match(/<html/g)).toHaveLength(1);
      if (format === 'latex') expect(out.match(/\\documentclass/g)).toHaveLength(1);
    }
  });

  it('draws small multiples: a picture of every head of every layer, in one SVG on one scale', async () => {
    expect((await attn([...ask, '--layer', 'all', '-o', file('l.svg')])).code).toBe(0);
    const svg = await readFile(file('l.svg'), 'utf8');
    expect(svg.match(/layer [12] of 2 · head [12] of 2/g)).toEqual([
      'layer 1 of 2 · head 1 of 2',
      'layer 1 of 2 · head 2 of 2',
      'layer 2 of 2 · head 1 of 2',
      'layer 2 of 2 · head 2 of 2',
    ]);
    expect(elements(parseXml(svg), 'rect')).toHaveLength(2 * 2 * 10 * 10);
  });

  it('makes one page, that reads back with --input to the same bytes', async () => {
    expect((await attn([...ask, '--layer', 'all', '-o', file('l.html')])).code).toBe(0);
    expect((await attn(['compute', '--input', file('l.html'), '--json'])).out).toBe(
      (await attn([...ask, '--layer', 'all', '--json'])).out,
    );
  });

  it('is said to exist where a layer was chosen for the user, and only there', async () => {
    expect((await attn(ask)).err).toContain(
      'layer 2 of 2, the last; --layer N shows another, --layer all each of them',
    );
    expect((await attn([...ask, '--layer', '1'])).err).not.toContain('--layer');
    const { err, code } = await attn([...ask, '--layer', '3']);
    expect({ err, code }).toEqual({
      err: expect.stringContaining('--layer  expected a whole number from 1 to 2, found "3"'),
      code: 2,
    });
  });
});

it('a call that cannot be is told before the weights are read, and nothing else is said', async () => {
  expect(await attn(['compute', '--sentence', 'a b', '--layer', '1'])).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/^attn: --layer without --weights\n/),
  });
  expect(await attn(['compute', '--weights', file('none.safetensors')])).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/^attn: --weights without a sentence\n/),
  });
});

it('--in-format says what a config is whose text does not', async () => {
  await writeFile(file('odd.txt'), 'sentence,dim\n"[a] b",4\n');
  expect((await attn(['compute', '--config', file('odd.txt'), '--in-format', 'csv', '--json'])).code).toBe(0);
  expect((await attn(['compute', '--config', file('odd.txt'), '--in-format', 'json', '--json'])).code).toBe(1);
});

describe('several problems', () => {
  const two = JSON.stringify([
    { sentence: 'a b', dim: 4 },
    { sentence: 'c d e', dim: 4 },
  ]);

  it('stand in one picture under their sentences', async () => {
    await writeFile(file('two.json'), two);
    await attn(['compute', '--config', file('two.json'), '-o', file('two.svg')]);
    const svg = await readFile(file('two.svg'), 'utf8');
    expect(svg).toContain('problem 1 of 2: “a b”');
    expect(svg).toContain('problem 2 of 2: “c d e”');
    expect(elements(parseXml(svg), 'rect')).toHaveLength(4 + 9);
  });

  it('are too many for one picture or page beyond a hundred, and for one array file', async () => {
    await writeFile(
      file('many.json'),
      JSON.stringify(Array.from({ length: 101 }, () => ({ sentence: 'a b', dim: 2 }))),
    );
    for (const [name, fix] of [
      ['m.svg', 'at most 100'],
      ['m.html', 'at most 100'],
      ['m.npz', 'one problem'],
    ]) {
      const { err, code } = await attn(['compute', '--config', file('many.json'), '-o', file(name!)]);
      expect({ err, code }).toEqual({
        err: expect.stringContaining(`101 problems do not fit into one ${name!.slice(2)} file`),
        code: 2,
      });
      expect(err).toContain(fix);
    }
  });
});
