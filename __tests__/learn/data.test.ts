import { readExamples } from '../../src/learn/data.js';
import { rejectionOf, said } from '../said.js';

const file = (name: string, text: string) => ({ name, bytes: Buffer.from(text) });
const csv = (...rows: string[]) => file('s.csv', ['sentence,word,refers_to', ...rows].join('\n'));

describe('readExamples', () => {
  it('reads JSON and CSV alike, with the places of both words', async () => {
    const json = file('s.json', '[{"sentence": "The cat sat, since it was tired", "word": "it", "refers_to": "cat"}]');
    const expected = [
      {
        sentence: 'The cat sat, since it was tired',
        tokens: ['The', 'cat', 'sat', ',', 'since', 'it', 'was', 'tired'],
        at: 5,
        referents: [1],
        heldOut: false,
      },
    ];
    expect(await readExamples(json, 1)).toEqual(expected);
    expect(await readExamples(csv('"The cat sat, since it was tired",it,cat'), 1)).toEqual(expected);
    expect(
      await readExamples(file('s.csv', 'word;refers_to;sentence\r\nit;cat;The cat sat, since it was tired\r\n'), 1),
    ).toEqual(expected);
  });

  it('takes every place of a referent that is repeated, and the one that #2 names', async () => {
    const [all] = await readExamples(csv('the cat saw the other cat and it ran,it,cat'), 1);
    expect(all?.referents).toEqual([1, 5]);
    const [second] = await readExamples(csv('the cat saw the other cat and it ran,it,cat#2'), 1);
    expect(second?.referents).toEqual([5]);
  });

  it('tells everything that is wrong, each at its line', async () => {
    const rows = csv(
      'the cat ran because it could,it,dog',
      'the cat ran because it could,its,cat',
      'the cat ran,cat,cat',
      'it ran because it could,it,ran',
      'only a sentence,,',
    );
    const error: unknown = await readExamples(rows, 1).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ kind: 'data' });
    expect(said(error)).toMatchObject([
      {
        where: 's.csv:2',
        what: "'dog' is not in its sentence",
        detail: 'the cat ran because it could',
        fix: 'name a word as it stands there',
      },
      { where: 's.csv:3', what: "'its' is not in its sentence", fix: "did you mean 'it'?" },
      { where: 's.csv:4', what: "'cat' cannot refer to itself" },
      { where: 's.csv:5', what: "'it' stands 2 times in its sentence", fix: 'say which: it#1 to it#2' },
      { where: 's.csv:6', what: '"word" is missing' },
      { where: 's.csv:6', what: '"refers_to" is missing' },
    ]);
  });

  it('tells the line and column of JSON', async () => {
    const text = '[\n  {"sentence": "the cat ran", "word": "cat",\n   "refers_to": 3}\n]';
    const error: unknown = await readExamples(file('s.json', text), 1).catch((caught: unknown) => caught);
    expect(said(error)).toEqual([{ where: 's.json:3:17', what: '"refers_to" is no text: 3' }]);
  });

  it.each([
    [
      'unknown fields',
      '[{"sentence": "the cat ran", "word": "cat", "refers_to": "ran", "answer": 1}]',
      'unknown field "answer"',
    ],
    [
      'a phrase as a word',
      '[{"sentence": "the old cat ran", "word": "ran", "refers_to": "old cat"}]',
      "'old cat' is not in its sentence",
    ],
    [
      'another split',
      '[{"sentence": "the cat ran", "word": "cat", "refers_to": "ran", "split": "test"}]',
      'expected train or held-out, found "test"',
    ],
    ['one object', '{"sentence": "the cat ran"}', 'expected a list of sentences'],
    ['a list of texts', '["the cat ran"]', 'sentence 1 is no object'],
    ['nothing', '[]', 'holds no sentence'],
  ])('refuses %s', async (_, text, what) => {
    expect(await rejectionOf(readExamples(file('s.json', text), 1))).toContain(what);
  });

  it('names the column that a header lacks', async () => {
    const error: unknown = await readExamples(file('s.csv', 'sentence,word,refer_to\na b c,a,b'), 1).catch(
      (caught: unknown) => caught,
    );
    expect(said(error)).toMatchObject([
      { where: 's.csv:1', what: 'the header has no column refers_to', fix: "is 'refer_to' the one?" },
    ]);
  });

  it('counts more than twenty problems', async () => {
    const error: unknown = await readExamples(csv(...Array.from({ length: 25 }, () => 'a b c,a,d')), 1).catch(
      (caught: unknown) => caught,
    );
    expect(said(error)).toHaveLength(21);
    expect(said(error)[20]!.what).toBe('and 5 more problems');
  });

  it('holds out a fifth of the different sentences, the same ones for the same seed', async () => {
    const rows = Array.from({ length: 20 }, (_, n) => [
      `w${n} ran because it could,it,w${n}`,
      `w${n} ran because it could,it,ran`,
    ]).flat();
    const first = await readExamples(csv(...rows), 1);
    const heldOut = new Set(first.filter((example) => example.heldOut).map(({ sentence }) => sentence));
    expect(heldOut.size).toBe(4);
    expect(first.filter(({ heldOut: held, sentence }) => held !== heldOut.has(sentence))).toEqual([]);
    expect(await readExamples(csv(...rows), 1)).toEqual(first);
  });

  it('holds nothing out of few sentences, and keeps to what the file says', async () => {
    expect((await readExamples(csv('a b c,a,b'), 1)).some(({ heldOut }) => heldOut)).toBe(false);
    const said = await readExamples(
      file('s.csv', 'sentence,word,refers_to,split\na b c,a,b,held-out\na b d,a,b,train'),
      1,
    );
    expect(said.map(({ heldOut }) => heldOut)).toEqual([true, false]);
  });
});
