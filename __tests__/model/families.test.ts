import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from '../../src/core/index.js';
import { npzArrays, partsOf } from '../../src/files/index.js';
import { logits, openModel, runModel } from '../../src/model/index.js';
import { MODEL_FAMILIES, whenInstalled } from '../when-installed.js';

/** The bar: the reference computes in float32, too. */
const TOLERANCE = 2e-5;

function expectedIn(folder: string): ReadonlyMap<string, Tensor> {
  const file = join(folder, 'expected.npz');
  return npzArrays(partsOf(file, readFileSync(file)));
}

function distance(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  return Math.max(...Array.from(expected, (value, at) => Math.abs(found[at]! - value)));
}

async function worst(folder: string, expected: ReadonlyMap<string, Tensor>): Promise<number> {
  const model = openModel(folder);
  const ids = [...expected.get('input_ids')!.data];
  const given = expected.get('input');
  const seen = new Map<string, Tensor>();
  const both = model.config.family.kind === 'both';
  const input = { ids, ...(given && { given }), ...(both && { decoderIds: ids.slice(0, 7) }) };
  const { hidden } = await runModel(model, input, {
    see: ({ kind, layer }, weights) =>
      void seen.set(both ? `${kind}_attentions.${layer}` : `attentions.${layer}`, weights),
  });
  const differences = [...expected]
    .filter(([name]) => name.includes('attentions'))
    .map(([name, { data }]) => distance(seen.get(name)!.data, data));
  const last = expected.get('last_hidden_state');
  if (last) differences.push(distance(hidden!.data, last.data));
  const scores = expected.get('logits');
  if (scores) {
    differences.push(distance(logits(model, hidden!).data, scores.data));
  }
  model.weights.close();
  return Math.max(...differences);
}

whenInstalled('model families').describe('a checkpoint of each model family', () => {
  const names = MODEL_FAMILIES ? readdirSync(MODEL_FAMILIES) : [];
  it('are all there', () => expect(names.length).toBeGreaterThan(0));
  for (const name of names) {
    const folder = join(MODEL_FAMILIES!, name);
    const expected = () => expectedIn(folder);
    it(`${name} attends and answers as the reference library does`, async () => {
      expect(await worst(folder, expected())).toBeLessThan(TOLERANCE);
    });
    if (!existsSync(join(folder, 'config.hub.json'))) continue;
    it(`${name} does the same with the older keys of its config`, async () => {
      const old = mkdtempSync(join(tmpdir(), 'attn-model-'));
      try {
        symlinkSync(join(folder, 'config.hub.json'), join(old, 'config.json'));
        symlinkSync(join(folder, 'model.safetensors'), join(old, 'model.safetensors'));
        expect(await worst(old, expected())).toBeLessThan(TOLERANCE);
      } finally {
        rmSync(old, { recursive: true });
      }
    });
  }
});
