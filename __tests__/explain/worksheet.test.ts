import { AttnError } from '../../src/core/error.js';
import { makeWorksheet } from '../../src/explain/worksheet.js';
import { refusalOf } from '../said.js';

const rowsOf = (text: string, heading: string): number[][] => {
  const section = text.split('\n\n').find((block) => block.startsWith(`| ${heading} |`))!;
  return section
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(2, -1)
        .map((cell) => Number(cell.trim().replace('−', '-'))),
    );
};

describe('makeWorksheet(options)', () => {
  const { sheet, key } = makeWorksheet({ seed: 7, rows: 3, cols: 4, lang: 'en' });

  it('is the same for the same seed, and thirty seeds give thirty different sheets', () => {
    expect(makeWorksheet({ seed: 7, rows: 3, cols: 4, lang: 'en' })).toEqual({ sheet, key });
    const sheets = Array.from({ length: 30 }, (_, at) =>
      makeWorksheet({ seed: at + 1, rows: 3, cols: 4, lang: 'en' })
        .sheet.split('\n')
        .slice(1)
        .join('\n'),
    );
    expect(new Set(sheets).size).toBe(30);
  });

  it('has a key that a second computation comes to', () => {
    const [q, k, v] = ['Q', 'K', 'V'].map((name) => rowsOf(key, name)) as [number[][], number[][], number[][]];
    const scores = q.map((row) => k.map((other) => row.reduce((sum, x, at) => sum + x * other[at]!, 0)));
    expect(rowsOf(key, 'q · k')).toEqual(scores);
    expect(rowsOf(key, '÷ 2')).toEqual(scores.map((row) => row.map((x) => x / 2)));
    const weights = scores.map((row) => {
      const exps = row.map((x) => Math.exp(x / 2));
      return exps.map((x) => x / exps.reduce((a, b) => a + b));
    });
    // The last table is the output; it has no name in its corner, as the weights have none.
    const output = key
      .split('\n\n')
      .filter((block) => block.startsWith('|  |'))
      .at(-1)!
      .split('\n')
      .slice(2)
      .map((line) => line.split('|').slice(2, -1).map(Number));
    weights.forEach((row, i) =>
      output[i]!.forEach((value, at) =>
        expect(value).toBeCloseTo(
          row.reduce((sum, w, j) => sum + w * v[j]![at]!, 0),
          3,
        ),
      ),
    );
  });

  it('gives on the sheet what the key gives, but for the blanks', () => {
    expect(sheet.match(/\|/g)!.length).toBe(key.match(/\|/g)!.length);
    for (const name of ['Q', 'K', 'V', 'x']) expect(rowsOf(sheet, name)).toEqual(rowsOf(key, name));
    expect(key).not.toContain('\\_\\_');
    // 8 scores, 9 scaled, 9 exps with 3 sums, 9 weights with 3 sums, 6 numbers of output.
    expect(sheet.match(/(?<=\| )(?:\\_){4}(?= \|)/g)).toHaveLength(8 + 9 + 12 + 12 + 6);
  });

  it('is a page of HTML too', () => {
    const page = makeWorksheet({ seed: 7, rows: 3, cols: 4, lang: 'vi', format: 'html' });
    expect(page.sheet).toMatch(/^<!DOCTYPE html>\n<html lang="vi">/);
    expect(page.sheet.match(/>____</g)).toHaveLength(8 + 9 + 12 + 12 + 6);
    expect(page.key).not.toContain('____');
  });

  it('makes sheets of every size, in Vietnamese too', () => {
    for (const rows of [2, 5, 8])
      for (const cols of [4, 9, 16])
        expect(makeWorksheet({ seed: 3, rows, cols, lang: 'vi' }).sheet).toContain('Tính chú ý bằng tay · phiếu 3');
  });

  it('refuses sizes whose square root is not whole, and names all that is wrong', () => {
    const refused = () => makeWorksheet({ seed: 1, rows: 1, cols: 5, lang: 'en' });
    expect(refused).toThrow(AttnError);
    expect(refusalOf(refused)).toMatch(/2 to 8 words, found 1\n.*4, 9 or 16, found 5/);
  });
});
