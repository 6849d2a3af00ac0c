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
    ['nothing', Buffer.from(''), 'input-empty'],
    ['blanks', Buffer.from(' \n'), 'input-empty'],
    ['a byte order mark alone', Buffer.from('\ufeff'), 'input-empty'],
    ['Latin-1', Buffer.from('é', 'latin1'), 'text-not-utf8'],
    ['UTF-16 with a mark', Buffer.from('\ufeff1,2', 'utf16le'), 'text-utf16'],
    ['UTF-16 without one', Buffer.from('1,2', 'utf16le'), 'text-not-utf8'],
  ])('refuses %s', (_, bytes, code) => {
    expect(() => text(bytes)).toThrow(expect.objectContaining({ code }));
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
    const most = { list: 'row', of: 'cells', expected: 2, others: { count: 3, all: false } };
    expect(ragged([1, 2, 2, 2, 3], 'row', 'cells')).toEqual([
      { index: 0, length: { ...most, number: 1, found: 1 } },
      { index: 4, length: { ...most, number: 5, found: 3 } },
    ]);
  });

  it('of two equally frequent lengths the first is right', () => {
    expect(ragged([2, undefined, 3], 'row', 'numbers')).toEqual([
      { index: 2, length: { list: 'row', of: 'numbers', number: 3, found: 3, expected: 2, others: [1] } },
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
