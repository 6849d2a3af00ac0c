import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TINY, tinyFolder } from '../model/tiny.js';
import { attn } from './fake-io.js';

const IDS = ['--token-ids', '3 1 4 1 5'];

/** Runs with a folder that is removed afterwards. */
async function withFolder<T>(folder: string, use: (folder: string) => Promise<T>): Promise<T> {
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const weightsOf = (out: string): number[][] | number[][][] => JSON.parse(out) as number[][];

it('maps what every head does, and guesses the next token', async () => {
  await withFolder(tinyFolder(), async (folder) => {
    const { out, code } = await attn(['model', folder, ...IDS, '--json', '--next', '3']);
    const { schema, heads, guesses } = JSON.parse(out) as {
      schema: string;
      heads: { layer: number; head: number }[];
      guesses: { before: { probability: number }[] }[];
    };
    expect([code, schema]).toEqual([0, 'attn-model/1']);
    expect(heads.map(({ layer, head }) => `L${layer}H${head}`)).toEqual(['L1H1', 'L1H2', 'L2H1', 'L2H2']);
    const found = guesses[0]!.before.map(({ probability }) => probability);
    expect(found).toEqual([...found].sort((a, b) => b - a));
    expect(found.length).toBe(3);
  });
});

it('a layer by number is the layer by the name in the model, and the mean of the heads is the mean', async () => {
  await withFolder(tinyFolder(), async (folder) => {
    const of = async (...words: string[]): Promise<string> =>
      (await attn(['model', folder, ...IDS, '--only', 'weights', '--json', ...words])).out;
    const all = weightsOf(await of('--layer', '2')) as number[][][];
    expect(weightsOf(await of('--layer', 'h.1'))).toEqual(all);
    expect(weightsOf(await of('--layer', '2', '--head', '2'))).toEqual(all[1]);
    const mean = weightsOf(await of('--layer', '2', '--head', 'mean')) as number[][];
    mean.forEach((row, i) =>
      row.forEach((value, j) => expect(value).toBeCloseTo((all[0]![i]![j]! + all[1]![i]![j]!) / 2, 12)),
    );
  });
});

it('leaves out the first token and says that rows are divided by what is left', async () => {
  await withFolder(tinyFolder(), async (folder) => {
    const call = [
      'model',
      folder,
      ...IDS,
      '--layer',
      '1',
      '--head',
      '1',
      '--only',
      'weights',
      '--json',
      '--hide-first',
    ];
    const { out, err } = await attn(call);
    const rows = weightsOf(out) as number[][];
    expect(rows.length).toBe(4);
    for (const row of rows) expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    expect(err).toContain('the first token is left out');
  });
});

it('a head that is switched off changes the guesses, and rollout of one layer is half its mean and half the identity', async () => {
  await withFolder(tinyFolder(), async (folder) => {
    const { out } = await attn(['model', folder, ...IDS, '--json', '--without', 'L1H1']);
    const [{ before, without }] = (JSON.parse(out) as { guesses: { before: object[]; without: object[] }[] })
      .guesses as [{ before: object[]; without: object[] }];
    expect(without).not.toEqual(before);
    const json = async (...words: string[]) =>
      weightsOf(
        (await attn(['model', folder, ...IDS, '--layer', '1', '--only', 'weights', '--json', ...words])).out,
      ) as number[][];
    const [rolled, mean] = [await json('--rollout'), await json('--head', 'mean')];
    rolled.forEach((row, i) =>
      row.forEach((value, j) => expect(value).toBeCloseTo((mean[i]![j]! + (i === j ? 1 : 0)) / 2, 6)),
    );
  });
});

const INDEX = (shard: string): string => JSON.stringify({ weight_map: { 'wte.weight': shard } });

const REFUSED: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ['no config', { 'config.json': '' }, 'model-no-config'],
  ['a config that is no JSON', { 'config.json': '{' }, 'model-json'],
  ['an unknown model', { 'config.json': '{"model_type": "gpt9"}' }, 'model-type-unknown'],
  ['a config of 10⁹ layers', { 'config.json': JSON.stringify({ ...TINY, n_layer: 1e9 }) }, 'model-config-number'],
  ['more layers than there are', { 'config.json': JSON.stringify({ ...TINY, n_layer: 9 }) }, 'model-layers-count'],
  ['another size', { 'config.json': JSON.stringify({ ...TINY, n_embd: 16 }) }, 'model-tensor-shape'],
  ['no weights', { 'model.safetensors': '' }, 'model-no-weights'],
  [
    'a shard outside the folder',
    { 'model.safetensors': '', 'model.safetensors.index.json': INDEX('../../etc/passwd') },
    'model-shard-name',
  ],
  [
    'an index that names itself',
    { 'model.safetensors': '', 'model.safetensors.index.json': INDEX('model.safetensors.index.json') },
    'model-shard-name',
  ],
  [
    'a shard that is not there',
    { 'model.safetensors': '', 'model.safetensors.index.json': INDEX('model-1.safetensors') },
    'model-shard-missing',
  ],
];

it.each(REFUSED)('refuses %s in words, with nothing on stdout', async (_, files, code) => {
  await withFolder(tinyFolder(files), async (folder) => {
    const begun = performance.now();
    const ran = await attn(['model', folder, ...IDS, '--error-format', 'json']);
    // Milliseconds on an idle machine: what may not happen is that it goes on for ever.
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect([ran.code, ran.out]).toEqual([1, '']);
    expect((JSON.parse(ran.err) as { errors: { code: string }[] }).errors[0]!.code).toBe(code);
  });
});

it('refuses weights that are cut off anywhere', async () => {
  await withFolder(tinyFolder(), async (folder) => {
    const file = join(folder, 'model.safetensors');
    const whole = readFileSync(file);
    for (let size = 0; size < whole.length; size += Math.ceil(whole.length / 40)) {
      writeFileSync(file, whole);
      truncateSync(file, size);
      const { code, out, err } = await attn(['model', folder, ...IDS]);
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(/^attn: /);
    }
  });
});

it('refuses a token that there is not, and more tokens than positions', async () => {
  await withFolder(tinyFolder(), async (folder) => {
    const code = async (ids: string): Promise<string> => {
      const { err } = await attn(['model', folder, '--token-ids', ids, '--error-format', 'json']);
      return (JSON.parse(err) as { errors: { code: string }[] }).errors[0]!.code;
    };
    expect(await code('1 2 12')).toBe('model-token-id');
    expect(await code('1 2 x')).toBe('model-ids-syntax');
    expect(await code('1 '.repeat(17))).toBe('model-too-long');
  });
});

it('has no tokenizer for a text where there is none, and says what to do', async () => {
  await withFolder(tinyFolder(), async (folder) => {
    const { code, err } = await attn(['model', folder, '--text', 'a word']);
    expect(code).toBe(1);
    expect(err).toContain('--token-ids');
  });
  const folder = mkdtempSync(join(tmpdir(), 'attn-'));
  await withFolder(folder, async () => {
    expect((await attn(['model', folder, '--text', 'a'])).code).toBe(1);
    expect((await attn(['model', folder])).code).toBe(1);
  });
});
