import { excerpt } from '../../../src/read/text/excerpt.js';
import { locator, placeInFile, placeInLiteral } from '../../../src/read/text/place.js';
import { ragged } from '../../../src/read/text/ragged.js';
import { textOf } from '../../../src/read/text/decode.js';

describe('textOf', () => {
  const text = (bytes: Uint8Array): string => textOf({ name: 'q.csv', bytes });

  it('takes UTF-8 with and without a byte order mark', () => {
    expect(text(Buffer.from('\ufeffé,1'))).toBe('é,1');
    expect(text(Buffer.from('é,1'))).toBe('é,1');
  });

  it.each([
    ['nothing', Buffer.from(''), 'the file is empty (0 bytes); expected a JSON or CSV matrix'],
    ['blanks', Buffer.from(' \n'), 'the file is empty (2 bytes)'],
    ['a byte order mark alone', Buffer.from('\ufeff'), 'the file is empty (3 bytes)'],
    ['Latin-1', Buffer.from('é', 'latin1'), 'expected UTF-8 text, found bytes that are none'],
    ['UTF-16 with a mark', Buffer.from('\ufeff1,2', 'utf16le'), 'found UTF-16'],
    ['UTF-16 without one', Buffer.from('1,2', 'utf16le'), 'expected UTF-8 text, found bytes that are none'],
  ])('refuses %s', (_, bytes, what) => {
    expect(() => text(bytes)).toThrow(what);
  });
});

describe('places', () => {
  it('lines end at LF, CRLF and CR; columns count characters', () => {
    const at = locator('a\nbb\r\nc\r👍d');
    expect([0, 1, 2, 4, 6, 8, 10].map(at)).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 2 },
      { line: 2, column: 1 },
      { line: 2, column: 3 },
      { line: 3, column: 1 },
      { line: 4, column: 1 },
      { line: 4, column: 2 },
    ]);
  });

  it('name a file, or a flag', () => {
    expect(placeInFile('k.json', '[1,\n x]')(5)).toBe('k.json:2:2');
    expect(placeInLiteral('--q', '[1 x]')(3)).toBe('--q column 4');
    expect(placeInLiteral('--q', '[1\nx]')(3)).toBe('--q line 2 column 1');
  });
});

describe('ragged', () => {
  it('says nothing of equal rows', () => {
    expect(ragged([3, 3, undefined, 3], 'row', 'numbers')).toEqual([]);
  });

  it('takes the length of most rows for right', () => {
    expect(ragged([1, 2, 2, 2, 3], 'row', 'cells')).toEqual([
      { index: 0, what: 'row 1 has 1 cell, most rows have 2' },
      { index: 4, what: 'row 5 has 3 cells, most rows have 2' },
    ]);
  });

  it('of two equally frequent lengths the first is right', () => {
    expect(ragged([2, undefined, 3], 'row', 'numbers')).toEqual([
      { index: 2, what: 'row 3 has 3 numbers, row 1 has 2' },
    ]);
  });
});

describe('excerpt', () => {
  it('shows a short row whole, on one line', () => {
    expect(excerpt('[[1,\n 2]]', 1, 8, 2, 1)).toBe('[1, 2]');
  });

  it('cuts a long row between cells', () => {
    const row = Array.from({ length: 1000 }, (_, cell) => cell).join(',');
    const at = row.indexOf('500');
    expect(excerpt(row, 0, row.length, at, 3)).toMatch(/^… 49\d,.*,500,.*,50\d …$/);
    expect(excerpt(row, 0, row.length, 0, 1)).toMatch(/^0,1,2,.* …$/);
  });

  it('a cell longer than a line is cut too', () => {
    const row = `1,${'x'.repeat(10_000)},2`;
    expect(excerpt(row, 0, row.length, 2, 10_000).length).toBeLessThan(80);
  });
});
