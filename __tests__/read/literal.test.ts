import fc from 'fast-check';
import { isLiteral, literalReader } from '../../src/read/literal.js';
import { faultsOf, readText } from './text-input.js';

const read = (text: string): ReturnType<typeof readText> => readText(literalReader, '--q', text, { subject: 'Q' });
const whats = async (text: string): Promise<string[]> =>
  (await faultsOf(read(text))).map(({ where, what }) => `${where} ${what}`);

describe('literals', () => {
  it.each<[string, number[], number[]]>([
    ['[[1,0],[0,1]]', [2, 2], [1, 0, 0, 1]],
    ['[1, 0; 0, sqrt(4)/2]', [2, 2], [1, 0, 0, 1]],
    ['[1 0; 0 1]', [2, 2], [1, 0, 0, 1]],
    ['[1 0\n 0 1]', [2, 2], [1, 0, 0, 1]],
    ['[1 -1]', [2], [1, -1]],
    ['[1 - 1]', [1], [0]],
    ['[1 -  1; 2]', [2, 1], [0, 2]],
    ['[1 , -1]', [2], [1, -1]],
    ['[1 +2 + 3]', [2], [1, 5]],
    ['[- 1 2]', [2], [-1, 2]],
    ['[1 / 2, 3 ^ 2]', [2], [0.5, 9]],
    ['[max(1, 2) 3]', [2], [2, 3]],
    ['[(1 + 2) (3)]', [2], [3, 3]],
    ['[inf -inf; 0 1]', [2, 2], [Infinity, -Infinity, 0, 1]],
    ['[1 2 3]', [3], [1, 2, 3]],
    ['[1, 2, 3]', [3], [1, 2, 3]],
    ['[1 2 3;]', [1, 3], [1, 2, 3]],
    ['0.5', [], [0.5]],
    ['-1e3', [], [-1000]],
    ['{"data": [1, 2], "shape": [2, 1]}', [2, 1], [1, 2]],
  ])('%j has the shape %j', async (text, shape, data) => {
    const matrix = (await read(text)).tensors.get('')!;
    expect(matrix.shape).toEqual(shape);
    expect([...matrix.data]).toEqual(data);
  });

  it('all ways to write a matrix give the same matrix', async () => {
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(
          fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: width, maxLength: width }),
          { minLength: 2, maxLength: 4 },
        ),
      );
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(' ', ',', ', ', ' , ', '\t'),
        fc.constantFrom(';', ' ; ', '\n', '; '),
        async (rows, cell, row) => {
          const text = `[${rows.map((numbers) => numbers.map(String).join(cell)).join(row)}]`;
          const json = await read(JSON.stringify(rows.map((numbers) => numbers.map((x) => x + 0))));
          expect((await read(text)).tensors.get('')!.data.map((x) => x + 0)).toEqual(json.tensors.get('')!.data);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([
    ['[1 2; 3]', ['--q column 7 row 2 has 1 number, row 1 has 2']],
    ['[1 2\n3 x]', ['--q line 2 column 3 expected a number, found "x"']],
    [
      '[x 1; 2 3; 4]',
      ['--q column 2 expected a number, found "x"', '--q column 12 row 3 has 1 number, rows 1 and 2 have 2'],
    ],
    ['[1,,2; 3]', ['--q column 4 expected a cell before the comma']],
    ['[1,2,; 3]', ['--q column 5 expected a cell after the comma']],
    ['[1 2', ['--q column 5 the [ is never closed']],
    ["[1 2]'", ['--q column 6 expected the end after ]']],
    ['[]', ['--q column 2 Q is empty: expected at least one number']],
    ['[;]', ['--q column 1 Q is empty: expected at least one number']],
    ['[1 [2]]', ['--q column 4 found [ inside a row']],
    ['[[1,2],[3', ['--q column 8 row 2 has 1 number, row 1 has 2', '--q column 10 the text ends too early']],
    ['["x"]', ['--q column 2 expected a number, found "x"']],
    ['[sqrt (2)]', ['--q column 2 expected a number, found "sqrt"']],
  ])('%j names the flag and the column', async (text, faults) => {
    expect(await whats(text)).toEqual(faults);
  });

  it('isLiteral tells data from paths', () => {
    expect(['[1]', ' [1]', '{"a":1}', '0.5', '-1', '.5', '1e3'].map(isLiteral)).not.toContain(false);
    expect(['-', 'q.json', './1.csv', '-x', 'inf', '1.csv', '', '3d.npy', '-inf.json'].map(isLiteral)).not.toContain(
      true,
    );
  });
});
