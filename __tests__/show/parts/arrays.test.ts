import { attend } from '../../../src/core/attend.js';
import { AttnError } from '../../../src/core/error.js';
import { outward } from '../../../src/core/form.js';
import { matrix, tensor, type Tensor } from '../../../src/core/tensor.js';
import { STAGES, type Trace } from '../../../src/core/trace.js';
import { npyReader } from '../../../src/read/npy.js';
import { npzReader } from '../../../src/read/npz.js';
import { safetensorsReader } from '../../../src/read/safetensors.js';
import { renderNpy } from '../../../src/show/npy.js';
import { renderNpz } from '../../../src/show/npz.js';
import type { Renderer, ShowOptions } from '../../../src/show/renderer.js';
import { renderSafetensors } from '../../../src/show/safetensors.js';
import { said } from '../../said.js';

const options: ShowOptions = Object.freeze<ShowOptions>({
  stages: ['scores', 'weights', 'output'],
  precision: 4,
  color: 0,
  width: Infinity,
  unicode: true,
  lang: 'en',
  version: '1.2.3',
});
const q = matrix(
  [
    [1, 0],
    [0, 1],
    [1, 1],
  ],
  { dtype: 'float32' },
);
const plain = attend({ q, k: q, v: q });
const causal = attend({ q, k: q, v: q, causal: 'top-left' });

const heads = tensor(
  [2, 3, 4, 2],
  Array.from({ length: 48 }, (_, n) => Math.sin(n)),
  { dtype: 'float16' },
);
const batched = attend({ q: heads, k: heads, v: heads, causal: 'top-left' });

const source = (rendered: string | Uint8Array): { name: string; bytes: Uint8Array } => {
  if (typeof rendered === 'string') throw new Error('text');
  return { name: 'file', bytes: rendered };
};
const shapes = (tensors: ReadonlyMap<string, Tensor>): object =>
  Object.fromEntries([...tensors].map(([name, { shape, dtype }]) => [name, `${dtype} ${shape.join('×')}`]));

const archives: [string, Renderer, typeof npzReader][] = [
  ['npz', renderNpz, npzReader],
  ['safetensors', renderSafetensors, safetensorsReader],
];

describe.each(archives)('%s', (_, render, reader) => {
  const read = async (trace: Trace, more: Partial<ShowOptions> = {}): Promise<ReadonlyMap<string, Tensor>> =>
    (await reader.read(source(render(trace, { ...options, ...more })), {})).tensors;

  it('holds each stage asked for, in the type and the rank of the input', async () => {
    expect(shapes(await read(plain))).toEqual({ scores: 'float32 3×3', weights: 'float32 3×3', output: 'float32 3×2' });
  });

  it('holds the mask as bool when something is masked, shaped as the scores', async () => {
    const tensors = await read(causal);
    expect(shapes(tensors)).toMatchObject({ mask: 'bool 3×3' });
    expect([...(tensors.get('mask')?.data ?? [])]).toEqual([1, 0, 0, 1, 1, 0, 1, 1, 1]);
  });

  it('holds four axes for four, masked scores as −∞', async () => {
    const tensors = await read(batched, { stages: ['masked', 'output', 'lse'] });
    expect(shapes(tensors)).toEqual({
      masked: 'float16 2×3×4×4',
      output: 'float16 2×3×4×2',
      lse: 'float16 2×3×4',
      mask: 'bool 2×3×4×4',
    });
    expect(tensors.get('masked')?.data[1]).toBe(-Infinity);
  });

  it('holds one stage alone with `only`', async () => {
    expect(shapes(await read(causal, { only: 'weights' }))).toEqual({ weights: 'float32 3×3' });
  });

  it('leaves out stages that the computation does not have', async () => {
    expect([...(await read(plain, { stages: ['softcapped', 'output', 'grad_q'] })).keys()]).toEqual(['output']);
  });

  it('holds each number rounded once to the stored type', async () => {
    for (const [name, { data }] of await read(plain, { stages: STAGES })) {
      const stage = [...plain.stages.values()].find((other) => other.name === name);
      expect(stage && [...outward(plain, stage).data].map(Math.fround)).toEqual([...data]);
    }
  });

  it('is the same bytes for the same computation', () => {
    const again = attend({ q, k: q, v: q, causal: 'top-left' });
    expect(Buffer.from(source(render(causal, options)).bytes).equals(source(render(again, options)).bytes)).toBe(true);
  });
});

it('safetensors says in its metadata how the numbers were computed', async () => {
  const { settings } = await safetensorsReader.read(source(renderSafetensors(causal, options)), {});
  expect(settings.get('__metadata__')?.value).toMatchObject({
    schema: 'attn/1',
    version: '1.2.3',
    dtype: 'float64',
    scale: causal.scaleText,
  });
});

it('safetensors holds bfloat16', async () => {
  const short = matrix(
    [
      [1, 0],
      [0, 1],
    ],
    { dtype: 'bfloat16' },
  );
  const { tensors } = await safetensorsReader.read(
    source(renderSafetensors(attend({ q: short, k: short, v: short }), options)),
    {},
  );
  expect(shapes(tensors)).toMatchObject({ output: 'bfloat16 2×2' });
});

it('npy holds the stage that `only` names', async () => {
  const { tensors } = await npyReader.read(source(renderNpy(plain, { ...options, only: 'output' })), {});
  expect(shapes(tensors)).toEqual({ '': 'float32 3×2' });
});

const refusal = (run: () => unknown): AttnError => {
  try {
    run();
  } catch (error) {
    if (error instanceof AttnError) return error;
    throw error;
  }
  throw new Error('not refused');
};

it('npy without `only` is refused: it holds one array', () => {
  const refused = refusal(() => renderNpy(plain, options));
  expect([refused.kind, said(refused)]).toEqual([
    'usage',
    [{ what: 'a .npy file holds one array', fix: 'add --only output (or another stage), or write .npz' }],
  ]);
});

it.each([
  ['npy', renderNpy],
  ['npz', renderNpz],
  ['safetensors', renderSafetensors],
] as const)('%s refuses a stage that the computation does not have, naming those it has', (_, render) => {
  const refused = refusal(() => render(plain, { ...options, only: 'grad_q' }));
  expect(refused.kind).toBe('usage');
  expect(said(refused)[0]?.what).toBe(`this computation has no stage "grad_q"`);
  expect(said(refused)[0]?.fix).toMatch(/^it has .*output/);
});
