import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roundTo } from '../../src/core/round.js';
import { tensor, type DType, type Tensor } from '../../src/core/tensor.js';
import { npyReader } from '../../src/read/npy.js';
import { npzReader } from '../../src/read/npz.js';
import { safetensorsReader } from '../../src/read/safetensors.js';
import { encodeNpz } from '../../src/files/npz/write.js';
import { encodeSafetensors } from '../../src/files/safetensors/write.js';
import { attn } from '../commands/fake-io.js';
import { random } from './helpers.js';

// Tensors as an engineer has them: one file of float32, float16 or bfloat16 in, one file of the same type out.
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attn-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const as = (from: Tensor, dtype: 'float64' | 'float32' | 'float16' | 'bfloat16'): Tensor => ({
  ...from,
  dtype,
  data: from.data.map(roundTo(dtype)),
});
const bundle = (dtype: 'float64' | 'float32' | 'float16' | 'bfloat16'): Map<string, Tensor> =>
  new Map([
    ['q', as(random([2, 3, 4, 8], 1), dtype)],
    ['k', as(random([2, 5, 2, 8], 2), dtype)],
    ['v', as(random([2, 5, 2, 6], 3), dtype)],
    ['grad', as(random([2, 3, 4, 6], 4), dtype)],
  ]);
const MATHEMATICS = ['--layout', 'blhd', '--causal=bottom-right', '--softcap', '20', '--sink', '0.5'];

/** Every stage in float64, unrounded: what JSON says. */
async function exact(input: string): Promise<Record<string, unknown>> {
  const { out } = await attn(['compute', '--input', input, ...MATHEMATICS, '--json']);
  return JSON.parse(out) as Record<string, unknown>;
}
const flat = (nested: unknown): number[] =>
  (nested as unknown[]).flat(Infinity).map((cell) => (cell === null ? -Infinity : (cell as number)));

describe('a bundle in, a bundle out: each stage is the float64 result, rounded once', () => {
  const cases: ['float64' | 'float32' | 'float16' | 'bfloat16', 'npz' | 'safetensors'][] = [
    ['float64', 'npz'],
    ['float32', 'npz'],
    ['float16', 'npz'],
    ['float64', 'safetensors'],
    ['float32', 'safetensors'],
    ['float16', 'safetensors'],
    ['bfloat16', 'safetensors'],
  ];
  it.each(cases)('%s as .%s', async (dtype, format) => {
    const input = join(folder, `${dtype}.${format}`);
    writeFileSync(input, format === 'npz' ? encodeNpz(bundle(dtype)) : encodeSafetensors(bundle(dtype)));
    const target = join(folder, `${dtype}.out.${format}`);
    const { code, out } = await attn(['compute', '--input', input, ...MATHEMATICS, '-o', target]);
    expect([code, out]).toEqual([0, '']);
    const reader = format === 'npz' ? npzReader : safetensorsReader;
    const { tensors } = await reader.read({ name: target, bytes: readFileSync(target) }, {});
    const results = await exact(input);
    const round = roundTo(dtype);
    const shapes: Record<string, number[]> = {
      q: [2, 3, 4, 8],
      k: [2, 5, 2, 8],
      v: [2, 5, 2, 6],
      scores: [2, 4, 3, 5],
      scaled: [2, 4, 3, 5],
      softcapped: [2, 4, 3, 5],
      masked: [2, 4, 3, 5],
      weights: [2, 4, 3, 5],
      output: [2, 3, 4, 6],
      lse: [2, 4, 3],
      entropy: [2, 4, 3],
      grad_q: [2, 3, 4, 8],
      grad_k: [2, 5, 2, 8],
      grad_v: [2, 5, 2, 6],
    };
    for (const [name, shape] of Object.entries(shapes)) {
      const found = tensors.get(name)!;
      expect([name, found.shape, found.dtype]).toEqual([name, shape, dtype satisfies DType]);
      const wanted = flat(results[name]).map(round);
      expect([...found.data].filter((x, at) => x !== wanted[at])).toEqual([]);
    }
    expect(tensors.get('mask')).toMatchObject({ shape: [2, 4, 3, 5], dtype: 'bool' });
  });
});

describe('ways to name a tensor', () => {
  it('file#name takes one out of a bundle, npz and safetensors mixed; the result is the same', async () => {
    const npz = join(folder, 'mixed.npz');
    const safetensors = join(folder, 'mixed.safetensors');
    writeFileSync(npz, encodeNpz(bundle('float32')));
    writeFileSync(safetensors, encodeSafetensors(bundle('float32')));
    const whole = await attn(['compute', '--input', npz, ...MATHEMATICS, '--only', 'output', '--format', 'npy']);
    const parts = await attn([
      'compute',
      '--q',
      `${npz}#q`,
      '--k',
      `${safetensors}#k`,
      '--v',
      `${npz}#v`,
      ...MATHEMATICS,
      '--only',
      'output',
      '--format',
      'npy',
    ]);
    expect(parts.code).toBe(0);
    expect(parts.bytes.equals(whole.bytes)).toBe(true);
    expect((await npyReader.read({ name: 'y', bytes: parts.bytes }, {})).tensors.get('')).toMatchObject({
      shape: [2, 3, 4, 6],
      dtype: 'float32',
    });
  });
  it('a name that is not there is told, with those that are', async () => {
    const npz = join(folder, 'names.npz');
    writeFileSync(npz, encodeNpz(bundle('float32')));
    const { code, err } = await attn(['compute', '--q', `${npz}#query`]);
    expect(code).toBe(1);
    expect(err).toContain('query');
    expect(err).toMatch(/q, k, v/);
  });
  it('options stand in a bundle as arrays without axes, as np.savez(…, heads=2, causal=True) stores them', async () => {
    const npz = join(folder, 'options.npz');
    const parts = new Map([['q', random([2, 3, 4], 1)]]);
    writeFileSync(npz, encodeNpz(parts));
    const asked = encodeNpz(
      new Map([
        ...parts,
        ['heads', tensor([], [2], { dtype: 'int64' })],
        ['causal', tensor([], [1], { dtype: 'bool' })],
        ['scale', tensor([], [0.25])],
        ['window', tensor([2], [1, 0], { dtype: 'int64' })],
        ['alibi', tensor([], [0], { dtype: 'bool' })],
      ]),
    );
    const bundled = await attn(['compute', '--input', '-', '--json', '--in-format', 'npz'], { stdin: asked });
    const flags = await attn([
      'compute',
      '--input',
      npz,
      '--heads',
      '2',
      '--causal',
      '--scale',
      '0.25',
      '--window',
      '1,0',
      '--json',
    ]);
    expect([bundled.code, bundled.out]).toEqual([0, flags.out]);
    writeFileSync(npz, encodeNpz(new Map([...parts, ['heads', tensor([], [2.5])]])));
    expect((await attn(['compute', '--input', npz])).err).toContain(
      'options.npz#heads  expected a whole number of at least 1, found 2.5',
    );
  });
  it('a flag wins over the bundle', async () => {
    const npz = join(folder, 'wins.npz');
    writeFileSync(npz, encodeNpz(bundle('float64')));
    const { out } = await attn([
      'compute',
      '--input',
      npz,
      '--layout',
      'blhd',
      '--k',
      `${npz}#q`,
      '--v',
      `${npz}#q`,
      '--grad',
      `${npz}#q`,
      '--json',
    ]);
    const { k, q } = JSON.parse(out) as { k: unknown; q: unknown };
    expect(k).toEqual(q);
  });
});

describe('what was assumed stands below the tables, when it is not the default', () => {
  const table = async (...more: string[]): Promise<string> =>
    (
      await attn([
        'compute',
        '--q',
        '[[1,0],[0,1]]',
        '--k',
        '[[1,0],[0,1],[1,1]]',
        '--v',
        '[[1],[2],[3]]',
        '--width',
        '400',
        ...more,
      ])
    ).out
      .trimEnd()
      .split('\n')
      .at(-1)!;
  it.each([
    [['--causal=top-left'], 'causal: top-left (j ≤ i)'],
    [
      ['--like', 'flash', '--causal', '--window', '1,0'],
      'like: flash · position: query i stands at key i + 1 · causal: bottom-right (j ≤ i + 1) · window: 1 before, 0 after, both inclusive',
    ],
    [['--like', 'torch-mha'], 'like: torch-mha · mask true: ignore · empty rows: nan'],
    [['--dtype', 'float16'], 'dtype: every stage rounded to float16'],
    [
      ['--scale', '1', '--softcap', '5', '--bias', '0.1*j'],
      'scale: 1 · softcap: 5·tanh(s/5), before bias and mask · bias: 0.1*j, added to the softcapped scores',
    ],
    [
      ['--sink', '0', '--temperature', '2'],
      'temperature: 2 · sink: joins the denominator only, as it is (not scaled, capped or masked)',
    ],
    [['--key-lengths', '[2]', '--mask', 'i >= j'], 'key lengths: 2 · mask: i >= j'],
    [['--similarity', 'cosine', '--normalizer', 'sparsemax'], 'similarity: cosine · normalizer: sparsemax'],
    [['--rope=half', '--alibi'], "alibi: −slope·distance, slopes by the authors' rule · rope: half, base 10000"],
  ])('%p', async (flags, line) => {
    expect(await table(...flags)).toBe(line);
  });
  it('and nothing stands there when everything is', async () => {
    expect(await table()).not.toContain('·');
  });
});
