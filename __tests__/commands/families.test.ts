import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attend, isTensor, type Problem, type Tensor } from '../../src/core/index.js';
import { encodeNpz, npzArrays, partsOf } from '../../src/files/index.js';
import { openModel, runModel } from '../../src/model/index.js';
import { npzReader } from '../../src/read/npz.js';
import { MODEL_FAMILIES, whenInstalled } from '../when-installed.js';
import { attn } from './fake-io.js';

// One layer of a real architecture, from the checkpoint's own input of that layer, its matrices and its config.json: what
// the weights come to is known from another program.

/** The bar: the reference computes in float32, too. */
const TOLERANCE = 2e-5;

/** Models of images and sounds have no config of a text model; of their attention the test of the rooms of `model` knows. */
const OTHERS: ReadonlySet<string> = new Set(['vit', 'whisper']);

/** Arrays of a layer that only its file has. */
const ARRAYS = ['x', 'wq', 'wk', 'wv', 'wo', 'bq', 'bk', 'bv', 'bo', 'qNormGain', 'kNormGain', 'sink', 'bias'] as const;
const FLAGS: Readonly<Record<string, string>> = { qNormGain: 'q-norm', kNormGain: 'k-norm' };

interface Layer {
  readonly problem: Problem;
  /** Name of the array in the file, by flag. */
  readonly arrays: ReadonlyMap<string, Tensor>;
  readonly expected: Tensor;
}

async function layerOf(folder: string, layer: number): Promise<Layer> {
  const model = openModel(folder);
  const file = join(folder, 'expected.npz');
  const expected = npzArrays(partsOf(file, readFileSync(file)));
  const both = model.config.family.kind === 'both';
  const kind = model.config.family.kind === 'decoder' ? 'decoder' : 'encoder';
  const { problem } = await runModel(model, { ids: [...expected.get('input_ids')!.data] }, { until: { kind, layer } });
  model.weights.close();
  const arrays = new Map(
    ARRAYS.flatMap((name): [string, Tensor][] => {
      const value = problem![name];
      return isTensor(value) ? [[FLAGS[name] ?? name, value]] : [];
    }),
  );
  return { problem: problem!, arrays, expected: expected.get(`${both ? 'encoder_' : ''}attentions.${layer}`)! };
}

function expectWeights(found: Tensor | undefined, { data }: Tensor): void {
  expect(found?.data.length).toBe(data.length);
  const worst = Math.max(...Array.from(data, (value, at) => Math.abs(found!.data[at]! - value)));
  expect(worst).toBeLessThan(TOLERANCE);
}

/** The words of a shell's line, with single quotes around what needs them. */
const wordsOf = (line: string): string[] =>
  (line.match(/(?:'[^']*'|[^\s'])+/g) ?? []).map((word) => word.replaceAll("'", ''));

whenInstalled('model families').describe('one layer of a model, from its config.json', () => {
  const names = MODEL_FAMILIES ? readdirSync(MODEL_FAMILIES).filter((name) => !OTHERS.has(name)) : [];
  it('are all there', () => expect(names.length).toBeGreaterThan(0));
  const folder = mkdtempSync(join(tmpdir(), 'attn-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  for (const name of names) {
    const from = join(MODEL_FAMILIES!, name);
    const { layers } = openModel(from).config;
    const configs = ['config.json', 'config.hub.json'].filter((file) => existsSync(join(from, file)));

    it.each(Array.from({ length: layers }, (_, layer) => layer))(
      `${name}, layer %i from 0, as a library call`,
      async (layer) => {
        const { problem, expected } = await layerOf(from, layer);
        expectWeights(attend(problem).stages.get('weights')!.tensor, expected);
      },
    );

    it.each(Array.from({ length: layers }, (_, layer) => layer))(
      `${name}, layer %i from 0, as a command, and as the line that it prints`,
      async (layer) => {
        const { arrays, expected } = await layerOf(from, layer);
        const file = join(folder, `${name}-${layer}.npz`);
        writeFileSync(file, await encodeNpz(arrays));
        const flags = [...arrays.keys()].flatMap((flag) => [`--${flag}`, `${file}#${flag}`]);
        for (const config of configs) {
          const argv = ['compute', ...flags, '--hf-config', join(from, config), '--layer', String(layer + 1)];
          const { code, bytes, err } = await attn([...argv, '--only', 'weights', '--format', 'npz']);
          expect([code, code === 0 ? '' : err]).toEqual([0, '']);
          expect(err).not.toContain('this layer needs arrays');
          const found = (await npzReader.read({ name: 'out.npz', bytes }, {})).tensors.get('weights');
          expectWeights(found, expected);
          const line = /attn (compute .*)/.exec(err)![1]!;
          const again = await attn([...wordsOf(line), '--only', 'weights', '--format', 'npz']);
          expect(again.code).toBe(0);
          expect(again.bytes.equals(bytes)).toBe(true);
        }
      },
    );
  }
});
