import type { TableWords } from '../../src/words/en/tables.js';
import { tableWords } from '../../src/words/index.js';

const said = (say: TableWords): string[] => [
  say.rowsSumTo1,
  say.head(1, 2),
  say.batchItem(1, 2),
  say.masked,
  say.noRows,
  say.noColumns,
  say.left.columns(1, 2),
  say.left.rows(1, 2),
  say.showing('x'),
  say.otherHeads(3),
  say.before('x'),
  say.after('x'),
  say.largest(2),
  say.othersShare(2, '0.1'),
  say.everyBlock(3),
];

describe('the words of tables', () => {
  it('says everything in Vietnamese too, and nothing of it in English', () => {
    const english = new Set(said(tableWords({ lang: 'en', unicode: true })));
    for (const text of said(tableWords({ lang: 'vi', unicode: true }))) expect(english.has(text)).toBe(false);
  });
  it('keeps flags and numbers the same in both languages', () => {
    for (const lang of ['en', 'vi'] as const) {
      const say = tableWords({ lang, unicode: true });
      expect(say.showing('x')).toMatch(/--full.*--width.*--json/);
      expect(say.head(3, 8)).toMatch(/3.*8/);
    }
  });
  it('says it in English where only ASCII can be shown', () => {
    for (const text of said(tableWords({ lang: 'vi', unicode: false }))) expect(text).toMatch(/^[\x20-\x7e]+$/);
  });
  it('counts one other key as one', () => {
    expect(tableWords({ lang: 'en', unicode: true }).othersShare(1, '0.5')).toBe('1 other has 0.5');
  });
});
