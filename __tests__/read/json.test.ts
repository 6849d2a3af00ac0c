import { jsonReader } from '../../src/read/json.js';
import { faultsOf, readText, rowsOf } from './text-input.js';

const read = (text: string, options = {}): ReturnType<typeof readText> => readText(jsonReader, 'k.json', text, options);
const whats = async (text: string): Promise<string[]> =>
  (await faultsOf(read(text))).map(({ where, what }) => `${where} ${what}`);

describe('JSON matrices', () => {
  it.each([
    ['5', []],
    ['[1, 2]', [2]],
    ['[[1, 2, 3]]', [1, 3]],
    ['[[[1], [2]]]', [1, 2, 1]],
    ['[[[[1, 2]], [[3, 4]]]]', [1, 2, 1, 2]],
  ])('%s has the shape of its lists', async (text, shape) => {
    expect((await read(text)).tensors.get('')!.shape).toEqual(shape);
  });

  it('null, "-inf", "inf", "nan" and expressions are cells', async () => {
    expect(rowsOf(await read('[[null, "-inf", "inf"], ["NaN", "1/2", "sqrt(2)/2"]]'))).toEqual([
      [-Infinity, -Infinity, Infinity],
      [NaN, 0.5, Math.SQRT2 / 2],
    ]);
  });

  it('a table of true and false has the type bool; mixed with numbers it has not', async () => {
    expect((await read('[[true, false]]')).tensors.get('')).toEqual({
      shape: [1, 2],
      data: Float64Array.of(1, 0),
      dtype: 'bool',
    });
    expect((await read('[[true, 2]]')).tensors.get('')!.dtype).toBe('float64');
  });

  it('{data, shape, rows, columns} gives shape and labels', async () => {
    const { tensors } = await read('{"data": [1, 2, 3, 4], "shape": [2, 2], "rows": ["a", "b"], "columns": ["x", 7]}');
    expect(tensors.get('')).toEqual({
      shape: [2, 2],
      data: Float64Array.of(1, 2, 3, 4),
      dtype: 'float64',
      rows: ['a', 'b'],
      columns: ['x', '7'],
    });
  });

  it('{data, …} tells unknown keys, a wrong shape and wrong label counts together', async () => {
    expect(await whats('{"data": [1, 2, 3], "shape": [2, 2], "rowz": [], "columns": ["a"], "rows": 5}')).toEqual([
      "k.json:1:46 unknown key 'rowz' in the matrix",
      'k.json:1:30 shape 2×2 needs 4 numbers, the matrix has 3',
      'k.json:1:76 rows of the matrix: expected a list of labels',
      'k.json:1:61 the matrix has 3 columns, found 1 label',
    ]);
    expect(await whats('{"data": [[1, 2]], "shape": [2, 1]}')).toEqual([
      'k.json:1:29 shape says 2×1, the lists are 1×2',
    ]);
    expect(await whats('{"data": [1], "shape": [1, -1]}')).toEqual([
      'k.json:1:24 shape of the matrix: expected 1 to 4 whole numbers above 0, found [1,-1]',
    ]);
  });

  it('a byte order mark in front is no error, and does not count as a column', async () => {
    expect(rowsOf(await read('\ufeff[[1]]'))).toEqual([[1]]);
    expect(await whats('\ufeff[x]')).toEqual(['k.json:1:2 expected a number, found x']);
  });
});

describe('JSON bundles', () => {
  it('hold tensors and settings, each setting with its place', async () => {
    const { tensors, settings } = await read(
      '{"q": [[1, 0]],\n "past-key": {"data": [[1]]},\n "causal": true, "mask": "j <= i"}',
    );
    expect([...tensors.keys()]).toEqual(['q', 'past_key']);
    expect([...settings]).toEqual([
      ['causal', { value: true, where: 'k.json:3:12' }],
      ['mask', { value: 'j <= i', where: 'k.json:3:26' }],
    ]);
  });

  it('take key-lengths and key_lengths for the same key', async () => {
    expect((await read('{"key-lengths": [3]}')).tensors.has('key_lengths')).toBe(true);
    expect(await whats('{"key-lengths": [3], "key_lengths": [3]}')).toEqual([
      "k.json:1:37 'key-lengths' and 'key_lengths' are the same key",
    ]);
  });

  it('file.json#name reads one tensor, also one that is a result', async () => {
    const text = '{"q": [[1, 0]], "weights": [[0.5, 0.5]], "k": [["x"]]}';
    const { tensors } = await read(text, { only: 'weights' });
    expect([...tensors.keys()]).toEqual(['weights']);
    const [fault] = await faultsOf(read(text, { only: 'wieghts' }));
    expect(fault).toEqual({
      where: 'k.json:1:1',
      what: "there is no tensor 'wieghts' here",
      detail: 'it holds q, weights, k',
      fix: 'did you mean #weights?',
    });
    expect(await faultsOf(read('[[1]]', { only: 'q' }))).toHaveLength(1);
  });

  it('of a result of attn only what went in is read', async () => {
    const { tensors, settings } = await read(
      '{"schema": "attn/1", "meta": {"seed": 1}, "tokens": {"query": ["a"]}, "mask": [[true]], "warnings": ["w"],' +
        '"x": [[9]], "q": [[1]], "k": [[2]], "v": [[3]], "scores": [[2]], "weights": [[1]], "output": [[3]], "lse": [2]}',
    );
    expect([...tensors.keys()]).toEqual(['mask', 'q', 'k', 'v']);
    expect([...settings.keys()]).toEqual(['schema', 'meta', 'tokens']);
  });

  it('a key that appears twice is refused, at any depth', async () => {
    expect(await whats('{"q": [1],\n "q": [2], "meta": {"a": 1, "a": 2}}')).toEqual([
      'k.json:2:2 the key "q" appears twice',
      'k.json:2:29 the key "a" appears twice',
    ]);
  });

  it('the key __proto__ is refused, and pollutes nothing', async () => {
    expect(await whats('{"__proto__": {"polluted": 1}, "q": [1]}')).toEqual(['k.json:1:2 unknown key "__proto__"']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('the key constructor is a setting like any unknown key', async () => {
    expect((await read('{"constructor": 1}')).settings.get('constructor')?.value).toBe(1);
  });
});

describe('JSON that is wrong', () => {
  it('shows the place, the row and the way out of a decimal comma', async () => {
    expect(await faultsOf(read('[[0, 1, 0, 0],\n [2, 0, 1, 0],\n [1, 0, "0,5", 1]]', { subject: 'K' }))).toEqual([
      {
        where: 'k.json:3:9',
        what: 'expected a number, found "0,5"',
        detail: 'row 3 of K is  [1, 0, "0,5", 1]',
        fix: 'use a decimal point (0.5), or --decimal comma for CSV',
      },
    ]);
  });

  it.each([
    ['[[1,2,3],[4,5,6],[7,8]]', 'k.json:1:18 row 3 has 2 numbers, rows 1 and 2 have 3'],
    ['[[1],[2,3],[4,5],[6,7]]', 'k.json:1:2 row 1 has 1 number, the other 3 rows have 2'],
    ['[[1,2],[]]', 'k.json:1:8 row 2 has no numbers, row 1 has 2'],
    ['[[[1],[2]],[[3]]]', 'k.json:1:12 block 2 has 1 row, block 1 has 2'],
    ['[[1],2]', 'k.json:1:6 expected a list of numbers, found one number alone'],
    ['[[1],[[2]]]', 'k.json:1:7 expected a number, found a list'],
    ['[[1],[{"a":2}]]', 'k.json:1:7 expected a number, found an object'],
    ['[[[[[1]]]]]', 'k.json:1:5 the matrix is nested more than 4 deep'],
    ['[]', 'k.json:1:2 the matrix is empty: expected at least one number'],
    ['[[],[]]', 'k.json:1:7 the matrix is empty: expected at least one number'],
    ['[[1e400]]', 'k.json:1:3 1e400 is too large for a 64-bit number (at most 1.8e308)'],
    ['"q.json"', 'k.json:1:1 the matrix: expected numbers or lists of numbers'],
    ['null', 'k.json:1:1 the matrix: expected numbers or lists of numbers'],
    ['[1,NaN,2]', 'k.json:1:4 expected a number, found NaN'],
    ['[1,-Infinity]', 'k.json:1:4 expected a number, found -Infinity'],
    ['[1,2,]', 'k.json:1:6 trailing comma before ]'],
    ['[1,,2]', 'k.json:1:4 trailing comma before ,'],
    ['[1 2]', 'k.json:1:4 expected a comma before 2'],
    ['[1; 2]', 'k.json:1:3 expected , or ] between the cells, found ;'],
    ["['a']", "k.json:1:2 found single quotes: 'a'"],
    ['{"q": \'a\'}', "k.json:1:7 found single quotes: 'a'"],
    ['{q: 1}', 'k.json:1:2 expected a key in double quotes, found q'],
    ['[.5]', 'k.json:1:2 expected a number, found .5'],
    ['[+1]', 'k.json:1:2 expected a number, found +1'],
    ['[01]', 'k.json:1:2 expected a number, found 01'],
    ['[1.]', 'k.json:1:2 expected a number, found 1.'],
    ['[1/2]', 'k.json:1:2 expected a number, found 1/2'],
    ['[True]', 'k.json:1:2 expected a number, found True'],
    ['[None]', 'k.json:1:2 expected a number, found None'],
    ['[1]]', 'k.json:1:4 unexpected ]: everything is closed already'],
    ['[1,2', 'k.json:1:5 the text ends too early'],
    ['// hi\n[1]', 'k.json:1:1 JSON has no comments'],
  ])('%s: %s', async (text, what) => {
    expect(await whats(text)).toEqual([what]);
  });

  it('tells syntax, ragged rows and text cells of all tensors together, in the order of the text', async () => {
    expect(await whats('{"q": [[1, 2], [3]],\n "k": [[1, "x"], [NaN, 2]],\n "v": [[1, 2,]]}')).toEqual([
      'k.json:1:16 row 2 has 1 number, row 1 has 2',
      'k.json:2:12 expected a number, found "x"',
      'k.json:2:19 expected a number, found NaN',
      'k.json:3:14 trailing comma before ]',
    ]);
  });

  it('shows twenty problems and counts the rest', async () => {
    const faults = await faultsOf(read(`[${Array.from({ length: 50 }, () => 'NaN').join(', ')}]`));
    expect(faults).toHaveLength(21);
    expect(faults[20]!.what).toBe('and 30 more problems');
  });

  it('shows of a long row only what is around the cell', async () => {
    const row = Array.from({ length: 100_000 }, (_, column) => (column === 50_000 ? '"x"' : '0.25')).join(',');
    const [fault] = await faultsOf(read(`[[${row}]]`));
    expect(fault!.detail).toBe('row 1 of the matrix is  … 0.25,0.25,0.25,0.25,0.25,"x",0.25,0.25,0.25,0.25,0.25 …');
  });

  it('refuses deep nesting without a deep stack', async () => {
    expect(await whats('['.repeat(100_000) + ']'.repeat(100_000))).toEqual(['k.json:1:501 nested more than 500 deep']);
    expect(await whats('{"a":'.repeat(100_000))).toEqual(['k.json:1:2501 nested more than 500 deep']);
    expect(await whats(`{"q": ${'['.repeat(100_000)}1${']'.repeat(100_000)}}`)).toHaveLength(1);
  });

  it('does not reserve room for a long first row times many short ones', async () => {
    const rows = `[[${'1,'.repeat(100_000)}1]${',[1]'.repeat(100_000)}]`;
    expect(await whats(rows)).toEqual(['k.json:1:2 row 1 has 100001 numbers, the other 100000 rows have 1']);
  });
});
