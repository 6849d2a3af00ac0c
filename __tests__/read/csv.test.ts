import fc from 'fast-check';
import { csvReader, tsvReader } from '../../src/read/csv.js';
import { faultsOf, readText, rowsOf } from './text-input.js';

const read = (text: string, options = {}): ReturnType<typeof readText> => readText(csvReader, 'v.csv', text, options);
const whats = async (text: string, options = {}): Promise<string[]> =>
  (await faultsOf(read(text, options))).map(({ where, what }) => `${where} ${what}`);

describe('CSV matrices', () => {
  it.each([
    ['a comma', '1,2\n3,4\n'],
    ['a semicolon', '1;2\n3;4'],
    ['a tab', '1\t2\n3\t4\n'],
    ['a blank', '1 2\n3 4\n'],
    ['many blanks', ' 1   2 \n 3 4'],
    ['commas with blanks', '1, 2\n 3 ,4'],
    ['CRLF', '1,2\r\n3,4\r\n'],
    ['CR', '1,2\r3,4\r'],
    ['a byte order mark', '\ufeff1,2\n3,4'],
    ['quoted numbers', '"1","2"\n"3","4"'],
    ['empty lines at the end', '1,2\n3,4\n\n\n'],
    ['expressions', '1,4/2\n3,2^2'],
  ])('are read with %s', async (_, text) => {
    expect(rowsOf(await read(text))).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('inf, -inf and nan are cells, and a table of true and false has the type bool', async () => {
    expect(rowsOf(await read('inf,-Inf\nNaN,1'))).toEqual([
      [Infinity, -Infinity],
      [NaN, 1],
    ]);
    const mask = (await read('True,False\nTrue,True\n')).tensors.get('')!;
    expect([...mask.data]).toEqual([1, 0, 1, 1]);
    expect([mask.dtype, mask.columns]).toEqual(['bool', undefined]);
  });

  it('a tab-separated file keeps blanks and commas in its labels', async () => {
    const { tensors } = await readText(tsvReader, 'v.tsv', '\td 1\td,2\nNew York\t1\t2\n');
    expect(tensors.get('')).toMatchObject({ rows: ['New York'], columns: ['d 1', 'd,2'], shape: [1, 2] });
  });

  it('asks for the decimal comma, and then refuses a point', async () => {
    expect(rowsOf(await read('0,5;1\n-1,5e1;2', { decimal: ',' }))).toEqual([
      [0.5, 1],
      [-15, 2],
    ]);
    expect(rowsOf(await read('0,5 1\n2 3', { decimal: ',' }))).toEqual([
      [0.5, 1],
      [2, 3],
    ]);
    expect(await whats('1.5;2,5', { decimal: ',' })).toEqual(['v.csv:1:1 expected a decimal comma, found "1.5"']);
    expect((await faultsOf(read('0,5;1')))[0]!.fix).toBe('use a decimal point (0.5), or --decimal comma for CSV');
    expect((await faultsOf(read('1,2\n0,5,3')))[0]!.fix).toMatch(/--decimal comma/);
  });

  it('takes the delimiter that is asked for, by sign or by name', async () => {
    expect(rowsOf(await read('1 ;2', { delimiter: 'semicolon' }))).toEqual([[1, 2]]);
    expect(await faultsOf(read('1|2', { delimiter: '|' }))).toHaveLength(1);
    expect(await faultsOf(read('1,2', { delimiter: ',', decimal: ',' }))).toHaveLength(1);
  });
});

describe('labels of a CSV matrix', () => {
  it.each<[string, string, string[] | undefined, string[] | undefined]>([
    ['a first row of words', 'd1,d2\n1,2\n', undefined, ['d1', 'd2']],
    ['a first column of words', 'the,1,2\ncat,3,4', ['the', 'cat'], undefined],
    ['both, the corner empty', ',d1,d2\nthe,1,2\ncat,3,4', ['the', 'cat'], ['d1', 'd2']],
    ['both, a word in the corner', 'token,d1,d2\nthe,1,2\ncat,3,4', ['the', 'cat'], ['d1', 'd2']],
    ['both, numbers around (the corner is empty)', ',0,1\n0,1,2\n1,3,4', ['0', '1'], ['0', '1']],
    ['words with commas, quotes and line ends', '"a,b",1\n"say ""x""\nagain",2', ['a,b', 'say "x"\nagain'], undefined],
    ['punctuation and a number among words', 'the,1\n3,2\n.,3\n-,4\n(,5', ['the', '3', '.', '-', '('], undefined],
    ['a single column', 'x\n1\n2', undefined, ['x']],
    ['none', '1,2\n3,4', undefined, undefined],
    ['no words but expressions', 'sqrt(2)/2,pi/4\n-sqrt(3),(1+2)/3', undefined, undefined],
  ])('%s', async (_, text, rows, columns) => {
    const document = await read(text);
    const matrix = document.tensors.get('')!;
    expect([matrix.rows, matrix.columns]).toEqual([rows, columns]);
    expect(document.notes).toHaveLength(rows || columns ? 1 : 0);
  });

  it('a note says what was taken as labels', async () => {
    expect((await read(',d1\nthe,1')).notes).toEqual(['v.csv: first row and first column taken as labels']);
  });

  it('one word among numbers is a mistake and no label', async () => {
    expect(await whats('1,2\nx,3\n4,5')).toEqual(['v.csv:2:1 expected a number, found "x"']);
    expect(await whats('1,x,3\n4,5,6')).toEqual(['v.csv:1:3 expected a number, found "x"']);
  });
});

describe('CSV that is wrong', () => {
  it('shows place, line and way out', async () => {
    expect(await faultsOf(read('d1;d2\n1;2\n0,5;2'))).toEqual([
      {
        where: 'v.csv:3:1',
        what: 'expected a number, found "0,5"',
        detail: 'line 3 is  0,5;2',
        fix: 'use a decimal point (0.5), or --decimal comma for CSV',
      },
    ]);
  });

  it.each([
    [
      '1,2\n3\n4,5\n6,7,8',
      ['v.csv:2:1 row 2 has 1 cell, rows 1 and 3 have 2', 'v.csv:4:1 row 4 has 3 cells, rows 1 and 3 have 2'],
    ],
    ['1,2\n\n3,4', ['v.csv:2:1 this line is empty']],
    ['1,,3\n4,x,5', ['v.csv:1:3 expected a number, found an empty cell', 'v.csv:2:3 expected a number, found "x"']],
    [
      '1,2,\n3,4,',
      ['v.csv:1:5 expected a number, found an empty cell', 'v.csv:2:5 expected a number, found an empty cell'],
    ],
    ['1,"2\n3,4', ['v.csv:1:3 the quotes that open here are never closed']],
    ['1,a"b"\n3,4', ['v.csv:1:4 quotes in the middle of a cell']],
    ['1\t "2"', ['v.csv:1:4 quotes in the middle of a cell']],
    ['"1"x,2\n3,4', ['v.csv:1:4 text after the closing quotes']],
    ['1,2\r\n3,4\n5,6', ['v.csv:2:4 this line ends otherwise than the first line (LF, CRLF and CR are mixed)']],
    ['1,2\n3,4\r5,6', ['v.csv:2:4 this line ends otherwise than the first line (LF, CRLF and CR are mixed)']],
    ['a,b\n', ['v.csv no numeric rows found']],
    ['1,1e400', ['v.csv:1:3 1e400 is too large for a 64-bit number (at most 1.8e308)']],
    ['1 2\n3    x', ['v.csv:2:6 expected a number, found "x"']],
    ['"l\n1",1\nb,x', ['v.csv:3:3 expected a number, found "x"']],
    ['1,2\n3,x\n4', ['v.csv:2:3 expected a number, found "x"', 'v.csv:3:1 row 3 has 1 cell, rows 1 and 2 have 2']],
  ])('%j', async (text, faults) => {
    expect(await whats(text)).toEqual(faults);
  });

  it('a table has no names within', async () => {
    expect(await faultsOf(read('1,2', { only: 'q' }))).toHaveLength(1);
  });

  it('the header __proto__ is a label like any other', async () => {
    expect((await read('__proto__,constructor\n1,2')).tensors.get('')!.columns).toEqual(['__proto__', 'constructor']);
  });

  it('a fault in a random cell is found at its line and column', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.double({ noNaN: true }), { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 6 }),
        fc.nat({ max: 2 }),
        fc.nat({ max: 2 }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        async (rows, row, column, delimiter, lineEnd) => {
          const lines = rows.map((cells, r) => cells.map((cell, c) => (r === row && c === column ? '?' : `${cell}`)));
          const before = lines[row]!.slice(0, column).join(delimiter).length + (column > 0 ? 1 : 0);
          const faults = await faultsOf(read(lines.map((cells) => cells.join(delimiter)).join(lineEnd)));
          expect(faults.map(({ where }) => where)).toEqual([`v.csv:${row + 1}:${before + 1}`]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
