import { attn } from '../commands/fake-io.js';

const SENTENCE = "The animal didn't cross the street because it was tired";

describe('attn rnn', () => {
  it('shows RNN, LSTM and attention side by side for every word before the asked one, in 80 columns', async () => {
    const { code, out } = await attn(['rnn', '--sentence', SENTENCE, '--token', 'it']);
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.some((line) => /RNN +LSTM +attention/.test(line))).toBe(true);
    expect(lines.filter((line) => /^ +\d {2}\S+ +[\d.e-]+ % .*%.*%/.test(line))).toHaveLength(7);
    expect(out).toContain('4·n·d² + 2·n²·d');
  });

  it('--json has distance, path, norm and share of every earlier word, and the costs', async () => {
    const { out } = await attn(['rnn', '--sentence', SENTENCE, '--token', 'it', '--json']);
    const result = JSON.parse(out) as { words: { word: string; distance: number; path: unknown }[]; costs: unknown[] };
    expect(result).toMatchObject({ schema: 'attn-rnn/1', token: 'it', dim: 32, seed: 42 });
    expect(result.words.map(({ word }) => word)).toEqual([
      'The',
      'animal',
      "didn't",
      'cross',
      'the',
      'street',
      'because',
    ]);
    expect(result.words[1]).toMatchObject({
      distance: 6,
      path: { rnn: 6, lstm: 6, attention: 1 },
      norm: { rnn: expect.any(Number) },
      arrives: { attention: expect.any(Number) },
    });
    expect(result.costs).toHaveLength(4);
    const compact = await attn(['rnn', '--sentence', SENTENCE, '--token', 'it', '--json', '--compact']);
    expect(compact.out.trimEnd()).not.toContain('\n');
    expect(JSON.parse(compact.out)).toEqual(result);
  });

  it('--train tells accuracy by distance with its range over seeds', async () => {
    const flags = ['rnn', '--train', '--steps', '1', '--seed', '5', '--seeds'];
    const { out } = await attn([...flags, '1']);
    expect(out).toMatch(/k = 16 +\d+ % \(\d+–\d+\)/);
    const json = JSON.parse((await attn([...flags, '2', '--json'])).out) as { recall: Record<string, unknown> };
    expect(json.recall).toMatchObject({
      steps: 1,
      seeds: [5, 6],
      distances: [1, 2, 4, 8, 12, 16],
      attention: { numbers: 3456 },
    });
    expect((json.recall['rnn'] as { accuracy: number[][] }).accuracy).toHaveLength(2);
  }, 30_000);

  it('asks the last word where there is no pronoun, and speaks Vietnamese', async () => {
    expect((await attn(['rnn', '--sentence', 'one two three'])).out).toContain(
      "what reaches 'three' of the 2 words before it",
    );
    expect((await attn(['rnn', '--lang', 'vi'])).out).toContain("những gì tới được 'nó' từ 8 từ đứng trước");
  });

  it.each([20, 30, 50])('sets prose into %i columns', async (width) => {
    const { out } = await attn(['rnn', '--width', String(width)]);
    // Tables of numbers are not cut: they are as wide as their numbers.
    const prose = out.split('\n').filter((line) => line.startsWith(' ') && !line.startsWith('   '));
    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(Math.max(width, 24));
  });

  it('stays in ASCII, and shows hostile words harmlessly', async () => {
    const { out } = await attn(['rnn', '--ascii', '--sentence', 'mèo \u001b[2J ngủ']);
    expect(out).toMatch(/^[\x20-\x7e\n]+$/);
  });

  it.each([
    [['--sentence', 'alone'], 2, 'has 1 word'],
    [['--sentence', 'one two', '--token', 'one'], 2, "'one' is the first word: nobody speaks before it"],
    [['--sentence', 'one two', '--token', 'tow'], 2, "did you mean 'two'?"],
    [['--dim', '1'], 2, '--dim  expected a whole number from 2 to 128'],
    [['--sentence', 'a '.repeat(201)], 2, 'has 201 words'],
  ])('%j fails with %i and says why', async (flags, code, message) => {
    const ran = await attn(['rnn', ...flags]);
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toContain(message);
  });
});
