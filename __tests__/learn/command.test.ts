import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeModel } from '../../src/learn/file.js';
import { attn } from '../commands/fake-io.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attn-train-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const QUICK = ['--epochs', '1', '--dim', '8'];
const few = [
  'sentence,word,refers_to,split',
  'the cat slept because it was tired,it,cat,train',
  'the cat saw the road but it was wide,it,road,train',
  'the cat saw the road because it was tired,it,cat,held-out',
].join('\n');

describe('attn train', () => {
  it('--json has the fields of attn-train/1, strict, one document', async () => {
    const { code, out, err } = await attn(['train', ...QUICK, '--json']);
    expect(code).toBe(0);
    const result = JSON.parse(out) as Record<string, unknown>;
    expect(result).toMatchObject({
      schema: 'attn-train/1',
      data: { train: 640, held_out: 128 },
      loss: [expect.any(Number)],
      accuracy: { before: expect.any(Number), train: expect.any(Number), held_out: expect.any(Number) },
      attends_to_referent: { before: expect.any(Number), held_out: expect.any(Number) },
      swaps: { pairs: 64, moved: expect.any(Number) },
    });
    const [example] = result['examples'] as {
      sentence: string;
      word: string;
      refers_to: string;
      before: Record<string, number>;
      after: Record<string, number>;
    }[];
    expect(example).toMatchObject({
      sentence: "The animal didn't cross the street because it was tired",
      word: 'it',
      refers_to: 'animal',
    });
    for (const row of [example!.before, example!.after]) {
      expect(Object.keys(row)).toContain('animal');
      expect(Object.values(row).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    }
    expect(err).toContain('weights not saved; add -o weights.safetensors');
  });

  it('draws before and after in 80 columns, the tired and the wide sentence beside each other', async () => {
    const { out } = await attn(['train', ...QUICK, '-q']);
    const lines = out.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(out).toMatch(/before: tired +after: tired +after: wide/);
    expect(out).toMatch(/ animal +\d+\.\d % /);
    expect(out).not.toContain('\u001b');
  });

  it.each([20, 40, 60])('fits into %i columns', async (width) => {
    const { out } = await attn(['train', ...QUICK, '-q', '--width', String(width)]);
    // A number beside its word is never cut, however narrow the terminal.
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(Math.max(width, 32));
  });

  it('speaks Vietnamese and learns Vietnamese sentences', async () => {
    const { out } = await attn(['train', ...QUICK, '-q', '--lang', 'vi']);
    expect(out).toContain('Con vật không băng qua con đường vì nó mệt/rộng');
    expect(out).toContain('640 câu để học');
  });

  it('stays in ASCII', async () => {
    const { out } = await attn(['train', ...QUICK, '-q', '--ascii', '--lang', 'vi']);
    expect(out).toMatch(/^[\x20-\x7e\n]+$/);
  });

  it('keeps the weights, the same for the same seed, and goes on from them', async () => {
    const [data, one, two, more] = ['d.csv', '1.safetensors', '2.safetensors', '3.safetensors'].map((name) =>
      join(folder, name),
    ) as [string, string, string, string];
    await writeFile(data, few);
    const flags = ['train', '--data', data, '--epochs', '3', '--dim', '4', '--seed', '7', '-q'];
    expect((await attn([...flags, '-o', one])).code).toBe(0);
    await attn([...flags, '-o', two]);
    expect(await readFile(one)).toEqual(await readFile(two));
    const fresh = join(folder, 'more.json');
    await writeFile(fresh, '[{"sentence": "the dog slept because it was tired", "word": "it", "refers_to": "dog"}]');
    const went = await attn(['train', '--from', one, '--data', fresh, '--epochs', '1', '-o', more]);
    expect(went.code).toBe(0);
    expect(went.err).toContain('no sentence is held out');
    const model = await decodeModel({ name: more, bytes: await readFile(more) });
    expect(model.words.at(-1)).toBe('dog');
    expect(model.sizes.dim).toBe(4);
  });

  it('writes a report as one page of HTML, without script or network, or as Markdown', async () => {
    const [html, md] = [join(folder, 'r.html'), join(folder, 'r.md')];
    const { out } = await attn(['train', ...QUICK, '-q', '-o', html]);
    await attn(['train', ...QUICK, '-q', '-o', md]);
    const page = await readFile(html, 'utf8');
    expect(page).toMatch(/^<!DOCTYPE html>/);
    expect(page).not.toMatch(/<script|https?:|src=|href=/);
    // The same figures everywhere.
    for (const share of out.match(/\d+\.\d %/g)!) {
      expect(page).toContain(share);
      expect(await readFile(md, 'utf8')).toContain(share);
    }
  });

  it('goes on from weights into the same file', async () => {
    const [data, file] = [join(folder, 'd2.csv'), join(folder, 'w.safetensors')];
    await writeFile(data, few);
    await attn(['train', '--data', data, '--epochs', '1', '--dim', '4', '-q', '-o', file]);
    expect(await attn(['train', '--data', data, '--from', file, '--epochs', '1', '-q', '-o', file])).toMatchObject({
      code: 0,
      err: '',
    });
  });

  it.each([
    [['--dim', '6', '--heads', '4'], 2, '--dim  6 cannot be shared equally by 4 heads'],
    [['-o', 'w.npz'], 2, 'expected a name that ends in .safetensors, .html, .md, found "w.npz"'],
    [['--epochs', '0'], 2, '--epochs  expected a whole number from 1'],
    [['--data', 'nowhere.csv'], 1, 'nowhere.csv  no such file'],
    [['-o', 'nowhere/w.safetensors'], 1, 'there is no folder nowhere'],
    [['-o', 'package.json.html', '--epochs', '1.5'], 2, '--epochs  expected a whole number'],
  ])('%j fails with %i and says why', async (flags, code, message) => {
    const ran = await attn(['train', ...flags]);
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toContain(message);
  });

  it('says before it trains that --no-clobber forbids the file', async () => {
    const file = join(folder, 'kept.safetensors');
    await writeFile(file, 'mine');
    const ran = await attn(['train', '--epochs', '100000', '--no-clobber', '-o', file]);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  it('refuses sizes that are not those of --from', async () => {
    const file = join(folder, 'small.safetensors');
    await attn(['train', ...QUICK, '-q', '-o', file]);
    const ran = await attn(['train', '--from', file, '--dim', '16']);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('--dim  is 16, the model of --from has 8');
  });

  it('draws a bar and the loss on a terminal, and clears it', async () => {
    const { err } = await attn(['train', ...QUICK], { columns: 80 });
    expect(err).toMatch(/\r\u001b\[K +\d+ %/);
    expect(err).toMatch(/\r\u001b\[Kattn: /);
  });
});
