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

/** The flags that the note prints. */
const flagsOf = ({ err }: Ran): string => /attn compute (.*)/.exec(err)?.[1] ?? '';

describe('what single families say', () => {
  const llama4 = {
    model_type: 'llama4_text',
    num_hidden_layers: 8,
    num_attention_heads: 2,
    head_dim: 2,
    floor_scale: 2,
  };

  it('llama 4 turns and cuts into chunks, but for each fourth layer, whose scores grow with the position', async () => {
    expect(flagsOf(await computed(llama4, '--layer', '1'))).toContain('--chunk=8192');
    const nope = await computed(llama4, '--layer', '4');
    expect(flagsOf(nope)).toMatch(/--scale='\(1\+0\.1\*log\(1\+floor\(\(i\+P\+1\)\/2\)\)\)\/sqrt\(d_k\)'/);
    expect(flagsOf(nope)).not.toContain('--rope');
    const { scores, scaled } = JSON.parse(nope.out) as { scores: number[][][]; scaled: number[][][] };
    [1, 1 + 0.1 * Math.log(2), 1 + 0.1 * Math.log(2)].forEach((factor, i) =>
      expect(scaled[0]![i]![0]).toBeCloseTo((scores[0]![i]![0]! * factor) / Math.sqrt(2), 12),
    );
    expect(flagsOf(await computed({ ...llama4, attn_temperature_tuning: false }, '--layer', '4'))).not.toContain(
      '--scale',
    );
    const types = ['full_attention', ...Array<string>(7).fill('chunked_attention')];
    expect(flagsOf(await computed({ ...llama4, layer_types: types }, '--layer', '1'))).not.toContain('--chunk');
  });

  it('qwen3_next has a memory in three layers of four, and a gate in the fourth', async () => {
    const next = {
      model_type: 'qwen3_next',
      num_hidden_layers: 4,
      num_attention_heads: 2,
      head_dim: 2,
      linear_num_key_heads: 2,
    };
    const delta = await computed(next, '--layer', '2', '--log-decay', '-1', '--beta', '0.5');
    expect(delta.code).toBe(0);
    expect(delta.err).toContain('linear_attention');
    expect(flagsOf(delta)).toMatch(/--recurrence=gated-delta --q-norm=l2 --k-norm=l2 --norm-eps=1e-6/);
    expect((await computed(next, '--layer', '2')).err).toContain(
      'needs arrays that are not given: --log-decay, --beta',
    );
    expect((await computed(next, '--layer', '4')).err).toContain('--gate');
  });

  it('gemma 3 has heads and bases that its small config leaves out', async () => {
    const { err } = await computed(
      { model_type: 'gemma3_text', num_hidden_layers: 6, sliding_window: 2 },
      '--layer',
      '1',
    );
    for (const flag of ['--heads=8', '--kv-heads=4', '--window=1,-1', "--scale='1/sqrt(256)'"])
      expect(err).toContain(flag);
    expect(err).not.toContain('--rope-base');
  });

  it('a model with encoder and decoder: the encoder for a number, either by name', async () => {
    const t5 = { model_type: 't5', num_layers: 2, num_decoder_layers: 3, num_heads: 2, d_kv: 2 };
    expect(flagsOf(await computed(t5, '--layer', '1'))).not.toContain('--causal');
    const decoder = await computed(t5, '--layer', 'decoder.block.2');
    expect(flagsOf(decoder)).toContain('--causal');
    expect(decoder.err).toContain('layer 3 of 3 (decoder.layers.2)');
    expect((await computed(t5, '--layer', 'encoder.block.2')).code).toBe(2);
  });

  it('phi norms only where it says so, falcon shares one key head, deepseek needs its latent', async () => {
    const phi = { model_type: 'phi', num_hidden_layers: 1, num_attention_heads: 2, head_dim: 2, hidden_size: 2 };
    expect(flagsOf(await computed(phi, '--layer', '1'))).not.toContain('--q-norm');
    expect(flagsOf(await computed({ ...phi, qk_layernorm: true }, '--layer', '1'))).toContain('--q-norm=layernorm');
    expect((await computed({ ...phi, model_type: 'falcon' }, '--layer', '1')).err).toContain('--kv-heads=1');
    const deepseek = { ...phi, model_type: 'deepseek_v3', qk_nope_head_dim: 2, qk_rope_head_dim: 2 };
    expect((await computed(deepseek, '--layer', '1')).err).toContain('--latent, --w-uk, --w-uv, --q-rope, --k-rope');
    expect((await computed({ ...deepseek, rope_interleave: false }, '--layer', '1')).err).toContain('--rope=half');
  });
});
