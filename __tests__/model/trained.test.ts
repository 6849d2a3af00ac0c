import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attend, type Tensor } from '../../src/core/index.js';
import { npzArrays, partsOf } from '../../src/files/index.js';
import { layerProblem, logits, openModel, openTokenizer, runModel, survey, type Model } from '../../src/model/index.js';
import { MODELS, whenInstalled } from '../when-installed.js';

const folder = (name: string): string => join(MODELS!, name);
const json = (path: string): unknown => JSON.parse(readFileSync(folder(path), 'utf8'));
const arrays = (name: string): ReadonlyMap<string, Tensor> => {
  const file = join(folder(name), 'expected.npz');
  return npzArrays(partsOf(file, readFileSync(file)));
};

/** The most probable token behind each token. */
async function likeliest(model: Model, ids: readonly number[]): Promise<number[]> {
  const { hidden } = await runModel(model, { ids });
  const { rows, columns, data } = logits(model, hidden!);
  return Array.from({ length: rows }, (_, i) => {
    const row = data.subarray(i * columns, (i + 1) * columns);
    return row.indexOf(Math.max(...row));
  });
}

function farthest(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  return Math.max(...Array.from(expected, (value, at) => Math.abs(found[at]! - value)));
}

whenInstalled('models').describe('trained models', () => {
  it('stories260K continues its story byte for byte', async () => {
    const { greedy_from_bos_200: story } = json('stories260K/story.json') as { greedy_from_bos_200: string };
    const tokenizer = await openTokenizer(folder('stories260K'));
    const model = openModel(folder('stories260K'));
    const ids = tokenizer.encode(story).map(({ id }) => id);
    // Each token is the likeliest behind those before it: by induction the greedy story is this one.
    expect((await likeliest(model, ids)).slice(0, -1)).toEqual(ids.slice(1));
    expect(tokenizer.text(ids)).toBe(story);
  });

  it('gpt-nano-sort sorts all 729 words of six letters', async () => {
    const model = openModel(folder('gpt-nano-sort'));
    let sorted = 0;
    for (let word = 0; word < 729; word++) {
      const letters = Array.from({ length: 6 }, (_, at) => Math.floor(word / 3 ** at) % 3);
      const expected = [...letters].sort();
      const found = await likeliest(model, [...letters, ...expected.slice(0, 5)]);
      if (found.slice(5).every((letter, at) => letter === expected[at])) sorted++;
    }
    expect(sorted).toBe(729);
  }, 60_000);

  it.each(['stories260K', 'gpt-nano-sort', 'rxnmapper'])(
    '%s splits its texts and attends as expected',
    async (name) => {
      const texts = json(`${name}/texts.json`) as string[];
      const expected = arrays(name);
      const tokenizer = await openTokenizer(folder(name));
      const model = openModel(folder(name));
      for (const [number, text] of texts.entries()) {
        const ids = tokenizer.encode(text).map(({ id }) => id);
        expect(ids).toEqual([...expected.get(`${number}.input_ids`)!.data]);
        const differences: number[] = [];
        const { hidden } = await runModel(
          model,
          { ids },
          {
            see: ({ layer }, weights) =>
              void differences.push(farthest(weights.data, expected.get(`${number}.attentions.${layer}`)!.data)),
          },
        );
        expect(differences.length).toBe(model.config.layers);
        differences.push(farthest(logits(model, hidden!).data, expected.get(`${number}.logits`)!.data));
        expect(Math.max(...differences)).toBeLessThan(1e-4);
      }
    },
    60_000,
  );

  it('a layer shown in float64 has the weights of the layer that was computed', async () => {
    const model = openModel(folder('rxnmapper'));
    const expected = arrays('rxnmapper');
    const ids = [...expected.get('1.input_ids')!.data];
    const trace = attend(await layerProblem(model, { ids }, { kind: 'encoder', layer: 10 }));
    expect(farthest(trace.stages.get('weights')!.tensor.data, expected.get('1.attentions.10')!.data)).toBeLessThan(
      2e-5,
    );
    expect([...trace.stages.keys()]).toEqual(expect.arrayContaining(['x', 'q', 'k', 'v', 'scores', 'output']));
  });
});

it('a head that copies the row of an identity looks at the token before, and so on', () => {
  const n = 6;
  const shifted = (by: number): Tensor => ({
    shape: [1, n, n],
    dtype: 'float64',
    data: Float64Array.from({ length: n * n }, (_, at) => (Math.max(Math.floor(at / n) - by, 0) === at % n ? 1 : 0)),
  });
  const ids = [1, 2, 3, 4, 5, 6];
  expect(survey(0, shifted(1), ids)[0]).toMatchObject({ does: 'previous', share: 1 });
  expect(survey(0, shifted(0), ids)[0]).toMatchObject({ does: 'same', share: 1 });
  expect(survey(0, shifted(9), ids)[0]).toMatchObject({ does: 'first', share: 1 });
  // The second half repeats the first: what followed earlier stands two back.
  expect(survey(0, shifted(2), [7, 8, 9, 7, 8, 9])[0]).toMatchObject({ does: 'induction', share: 1 });
});
