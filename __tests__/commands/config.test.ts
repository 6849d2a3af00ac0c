import { attn, typed } from './fake-io.js';

const CSV = 'sentence,dim,seed,causal\nthe cat sat,4,1,\n"one, two",2,2,true\n';
const LIST = JSON.stringify([
  { sentence: 'the cat sat', dim: 4, seed: 1 },
  { sentence: 'one, two', dim: 2, seed: 2, causal: true },
]);
const given = (stdin: string) => ({ stdin });

describe('--config with several problems', () => {
  it.each([CSV, LIST, CSV.replaceAll('"one, two"', '"one, two"').replace(/\n/g, '\r\n'), `\ufeff${CSV}`])(
    'reads %j',
    async (text) => {
      const { code, out } = await typed('compute --config - --json', given(text));
      expect(code).toBe(0);
      const results = out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(results.map(({ tokens }) => tokens.key)).toEqual([
        ['the', 'cat', 'sat'],
        ['one', ',', 'two'],
      ]);
      expect(results.map(({ meta }) => [meta.seed, meta.d_k, meta.options.causal])).toEqual([
        [1, 4, undefined],
        [2, 2, true],
      ]);
    },
  );

  it('each result is what the problem alone gives', async () => {
    const [first, second] = (await typed('compute --config - --json', given(LIST))).out.trimEnd().split('\n');
    expect(`${first}\n`).toBe((await typed('compute --sentence "the cat sat" --dim 4 --seed 1 --json --compact')).out);
    expect(`${second}\n`).toBe(
      (await typed('compute --sentence "one, two" --dim 2 --seed 2 --causal --json --compact')).out,
    );
  });

  it('tables stand under a line that says whose they are', async () => {
    const { out } = await typed('compute --config - --only weights', given(LIST));
    expect(out).toMatch(/^Problem 1 of 2: the cat sat\n\nweights .*\n[^]*\n\nProblem 2 of 2: one, two\n\nweights /);
    expect((await typed('compute --config - --only weights --ascii --lang vi', given(LIST))).out).toMatch(
      /^Problem 1 of 2/,
    );
    expect((await typed('compute --config - --only weights --lang vi', given(LIST))).out).toMatch(
      /^Bài 1 trong 2: the cat sat\n/,
    );
    expect((await typed('compute --config - --format md', given(LIST))).out).toMatch(
      /^## Problem 1 of 2: the cat sat\n/,
    );
    expect((await typed('compute --config - --format latex', given(LIST))).out).toMatch(
      /^\\subsection\*\{Problem 1 of 2: the cat sat\}\n/,
    );
  });

  it('that line fits into the terminal and drives nothing', async () => {
    const evil = JSON.stringify([{ sentence: `a\u001b[2J ${'b '.repeat(80)}` }, { sentence: 'c' }]);
    const { out } = await typed('compute --config - --only lse', { stdin: evil, columns: 60, env: { NO_COLOR: '1' } });
    expect(out.split('\n')[0]).toMatch(/^Problem 1 of 2: a\\u\{1b\}\[2J b .*…$/);
    expect([...out.split('\n')[0]!].length).toBeLessThanOrEqual(60);
  });

  it('problems without a sentence are numbered', async () => {
    const { out } = await typed(
      'compute --config - --only weights',
      given('[{"q": [[1, 0]]}, {"q": [[0, 1]], "k": [[1, 1]]}]'),
    );
    expect(out).toMatch(/^Problem 1 of 2\n\n[^]*\nProblem 2 of 2\n/);
  });

  it('CSV, TSV and plain get a first column with the number of the problem', async () => {
    const csv = (await typed('compute --config - --format csv --show lse', given(LIST))).out.split('\n');
    expect(csv[0]).toBe('problem,stage,batch,head,row,column,value');
    expect(csv.slice(1, -1).map((line) => line.split(',')[0])).toEqual(['1', '1', '1', '2', '2', '2']);
    const plain = (await typed('compute --config - --plain --show lse', given(LIST))).out.split('\n');
    expect(plain.slice(0, -1).map((line) => line.split('\t').slice(0, 2))).toEqual([
      ...Array(3).fill(['1', 'lse']),
      ...Array(3).fill(['2', 'lse']),
    ]);
  });

  it('--only as CSV is matrix after matrix', async () => {
    const { out } = await typed('compute --config - --only weights --format csv', given(LIST));
    expect(out.split('\n\n').map((part) => part.trimEnd().split('\n').length)).toEqual([3, 3]);
  });

  it.each(['npz', 'safetensors'])('%s holds one problem only', async (format) => {
    const { code, out, err } = await typed(`compute --config - --format ${format}`, given(LIST));
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`2 problems do not fit into one ${format} file`);
  });

  it('a flag wins over what the config says', async () => {
    const { out } = await typed('compute --config - --dim 6 --json', given(LIST));
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).meta.d_k),
    ).toEqual([6, 6]);
  });

  it('that the vectors are random is said once', async () => {
    const { err } = await typed('compute --config - --json', given(LIST));
    expect(err.match(/the arithmetic is real/g)).toHaveLength(1);
    expect(err).toContain('seed 1, 2');
  });
});

describe('a wrong --config', () => {
  it('all unknown keys of all problems are told, each with its place', async () => {
    const { code, out, err } = await typed(
      'compute --config - --json',
      given('[{"sentence": "a", "sed": 1},\n {"sentence": "b", "hedas": 2}]'),
    );
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('<stdin>:1:');
    expect(err).toContain('did you mean seed?');
    expect(err).toContain('<stdin>:2:');
    expect(err).toContain('did you mean heads?');
  });

  it('an unknown column of CSV is told once', async () => {
    const { code, err } = await typed('compute --config -', given('sentence,dmi\na,4\nb,4\n'));
    expect(code).toBe(1);
    expect(err.match(/unknown key "dmi"/g)).toHaveLength(1);
    expect(err).toContain('did you mean dim?');
    expect(err).toContain('<stdin>:1');
  });

  it('wrong values of all problems are told', async () => {
    const { err } = await typed('compute --config -', given('sentence,dim,seed\na,x,1\nb,4,y\n'));
    expect(err).toContain('<stdin>:2');
    expect(err).toContain('<stdin>:3');
  });

  it('an error of the mathematics names the problem', async () => {
    const { err } = await typed('compute --config -', given('[{"q": [[1, 0]]}, {"q": [[1, 0]], "k": [[1]]}]'));
    expect(err).toMatch(/^attn: problem 2 of 2/);
  });

  it.each([
    ['[]', 'holds no problem'],
    ['sentence,dim\n', 'holds no problem'],
    ['[1]', 'problem 1 is no object'],
    ['3', 'unknown key "3"'],
    ['sentence,dim,dim\na,1,2\n', 'dim'],
    ['sentence,\na,b\n', 'column 2'],
  ])('%j is refused', async (text, what) => {
    const { code, out, err } = await typed('compute --config -', given(text));
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(what);
  });
});

describe('--input', () => {
  it('takes options beside the tensors, by either spelling of their names', async () => {
    const bundle = {
      q: [
        [1, 0, 0, 1],
        [0, 1, 1, 0],
      ],
      heads: 2,
      'kv-heads': 2,
      key_lengths: [1],
      softcap: 5,
      tokens: ['a', 'b'],
      mask: 'j <= i',
    };
    const flags = `--q '[1 0 0 1; 0 1 1 0]' --heads 2 --kv-heads 2 --key-lengths '[1]' --softcap 5 --tokens 'a b' --mask 'j <= i'`;
    expect((await typed('compute --input - --json', given(JSON.stringify(bundle)))).out).toBe(
      (await typed(`compute ${flags} --json`)).out,
    );
  });

  it('cells may be expressions', async () => {
    const { out } = await attn(
      ['compute', '--input', '-', '--only', 'q', '--json'],
      given('{"q": [["1/2", "sqrt(4)"]]}'),
    );
    expect(JSON.parse(out)).toEqual([[0.5, 2]]);
  });
});
