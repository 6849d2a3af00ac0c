import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attn, type Ran } from './fake-io.js';

// The flags of one layer from a model's config.json.

const GEMMA3 = {
  model_type: 'gemma3_text',
  num_hidden_layers: 6,
  num_attention_heads: 2,
  head_dim: 2,
  rope_theta: 1e6,
  rope_local_base_freq: 10000,
  sliding_window: 2,
  query_pre_attn_scalar: 16,
};
const X = [
  '--x',
  '[[1,2],[3,4],[0,1]]',
  ...['--wq', '--wk', '--wv'].flatMap((name) => [name, '[[1,0,1,2],[0,1,2,1]]']),
];

async function computed(config: object, ...argv: string[]): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'attn-'));
  try {
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    return await attn(['compute', ...X, '--hf-config', join(folder, 'config.json'), ...argv, '--json']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it('counts layers from 1, and takes the name in the model, which counts from 0', async () => {
  const [first, own] = [await computed(GEMMA3, '--layer', '3'), await computed(GEMMA3, '--layer', 'layers.2')];
  expect([first.code, own.out]).toEqual([0, first.out]);
  expect(first.err).toContain('layer 3 of 6 (model.layers.2), sliding_attention');
});

it('gives a sliding layer its window and its base, and a full one neither; single flags win', async () => {
  expect((await computed(GEMMA3, '--layer', '1')).err).toContain('--window=1,-1');
  const full = await computed(GEMMA3, '--layer', '6');
  expect(full.err).toMatch(/--rope-base=1000000/);
  expect(full.err).not.toContain('--window');
  expect((await computed(GEMMA3, '--layer', '6', '--rope-base', '500')).err).toContain('--rope-base=500');
});

it('gives a layer of Llama 4 without RoPE its temperature, which counts cached tokens', async () => {
  const config = { ...GEMMA3, model_type: 'llama4_text', num_hidden_layers: 4, floor_scale: 1, attn_scale: 0.5 };
  const { out } = await computed(config, '--layer', '4', '--only', 'scaled');
  const scores = await computed(config, '--layer', '4', '--only', 'scores');
  const [scaled, plain] = [out, scores.out].map((text) => JSON.parse(text) as number[][][]) as [
    number[][][],
    number[][][],
  ];
  scaled.forEach((head, h) =>
    head.forEach((row, i) =>
      row.forEach((x, j) => expect(x).toBeCloseTo((plain[h]![i]![j]! * (1 + 0.5 * Math.log(i + 2))) / Math.SQRT2, 10)),
    ),
  );
  const off = await computed({ ...config, attn_temperature_tuning: false }, '--layer', '4');
  expect(off.err).not.toContain('--scale');
});

it.each([
  [{ ...GEMMA3, model_type: 'unheard' }, ['--layer', '1'], 'the model_type unheard is not known'],
  [GEMMA3, ['--layer', '7'], 'there is no layer 7'],
  [GEMMA3, [], '--hf-config without --layer'],
])('refuses what it does not know, with exit 2', async (config, argv, words) => {
  const { code, out, err } = await computed(config, ...argv);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(words);
});
