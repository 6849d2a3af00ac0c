import { attend, matrix, problemOf, readBundle, render, type Problem } from '../../src/index.js';
import { attn } from '../commands/fake-io.js';
import { VERSION } from '../../src/commands/version.js';

const json = async (problem: Problem): Promise<string> =>
  String(await render(attend(problem), 'json', { version: VERSION }));

describe('problemOf', () => {
  it('gives what the same flags give', async () => {
    const options = {
      q: [
        [1, 0, 0, 1],
        [0, 1, 1, 0],
      ],
      heads: 2,
      causal: 'top-left',
      softcap: '5',
      scale: '1/sqrt(d_k)',
      tokens: 'a b',
    };
    const flags =
      `compute --q [[1,0,0,1],[0,1,1,0]] --heads 2 --causal top-left --softcap 5 --scale 1/sqrt(d_k) --json --tokens`.split(
        ' ',
      );
    expect(await json(await problemOf(options))).toBe((await attn([...flags, 'a b'])).out);
  });

  it('takes tensors, lists, literals and files, and each spelling of a name', async () => {
    const q = Object.freeze(
      matrix([
        [1, 0],
        [0, 1],
      ]),
    );
    const spelled = await Promise.all(
      ['kv-heads', 'kv_heads', 'kvHeads'].map((name) =>
        problemOf({
          q,
          k: '[1 0; 0 1]',
          v: [
            [1 / 2, 0],
            [0, 1],
          ],
          [name]: 1,
        }),
      ),
    );
    expect(spelled[0]).toEqual(spelled[1]);
    expect(spelled[0]).toEqual(spelled[2]);
    expect([...spelled[0]!.v!.data]).toEqual([0.5, 0, 0, 1]);
    expect((await problemOf({ q: 'fixtures/q.json', mask: undefined, causal: false })).causal).toBeUndefined();
  });

  it('tells everything that is wrong at once', async () => {
    const wrong = problemOf({ q: [[1, 0], [1]], hedas: 2, sclae: 1 });
    await expect(wrong).rejects.toMatchObject({
      name: 'AttnError',
      message: expect.stringMatching(/"hedas"[^]*"sclae"/),
    });
    await expect(problemOf({ q: [[1, 0], [1]] })).rejects.toThrow('q  expected a matrix, found a list');
    await expect(problemOf({ q: [1, 2] })).rejects.toThrow('found a list of 2 numbers');
    await expect(problemOf({})).rejects.toThrow('nothing to compute');
  });
});

describe('readBundle', () => {
  it('gives what --input gives', async () => {
    expect(await json(await readBundle('fixtures/bundle.json'))).toBe(
      (await attn(['compute', '--input', 'fixtures/bundle.json', '--json'])).out,
    );
  });

  it('refuses a file that holds one matrix without a name', async () => {
    await expect(readBundle('fixtures/q.json')).rejects.toThrow('holds one matrix without a name');
  });
});
