import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attend, matrix, type Problem, type StageName, tensor, type Trace } from '../../src/core/index.js';
import { partsOf } from '../../src/files/index.js';
import { unpack, zipMembers } from '../../src/files/zip/members.js';
import { zipOfTexts } from '../../src/files/zip/write.js';
import { render } from '../../src/show/index.js';
import { whenInstalled } from '../when-installed.js';

let state = 5;
const random = (): number => (state = (state * 1103515245 + 12345) % 2147483648) / 1073741824 - 1;
const rows = (n: number, d: number): number[][] => Array.from({ length: n }, () => Array.from({ length: d }, random));
const heads = (h: number, n: number, d: number) => tensor([h, n, d], Array.from({ length: h * n * d }, random));

const PROBLEMS: readonly (readonly [string, Problem])[] = [
  ['one head', { q: matrix(rows(3, 4)), k: matrix(rows(5, 4)), v: matrix(rows(5, 2)) }],
  ['a causal mask', { q: matrix(rows(4, 4)), k: matrix(rows(4, 4)), v: matrix(rows(4, 3)), causal: true }],
  [
    'a mask that hides a whole row, a scale and a softcap',
    {
      q: matrix(rows(2, 3)),
      k: matrix(rows(3, 3)),
      v: matrix(rows(3, 3)),
      mask: matrix([
        [0, 0, 0],
        [1, 0, 1],
      ]),
      scale: 0.37,
      softcap: 2,
    },
  ],
  [
    'several heads that share key heads',
    { q: heads(4, 3, 4), k: heads(2, 4, 4), v: heads(2, 4, 2), bias: matrix(rows(3, 4)) },
  ],
  [
    'a layer with its projections and biases',
    {
      x: matrix(rows(4, 6)),
      wq: matrix(rows(6, 6)),
      wk: matrix(rows(6, 6)),
      wv: matrix(rows(6, 6)),
      wo: matrix(rows(6, 5)),
      bq: tensor([6], Array.from({ length: 6 }, random)),
      bo: tensor([5], Array.from({ length: 5 }, random)),
      heads: 3,
      causal: true,
    },
  ],
];

/** The sheets after LibreOffice has counted them, without any of our results, by their names. */
function recalculated(book: Uint8Array): Map<string, string[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'attn-xlsx-'));
  const parts = partsOf('book', book);
  const texts = new Map(
    zipMembers(parts).map((member) => [
      member.name,
      Buffer.from(unpack(parts, member, 'book', 2 ** 26))
        .toString('utf8')
        .replace(/(<f>[^<]*<\/f>)<v>[^<]*<\/v>/g, '$1'),
    ]),
  );
  writeFileSync(join(folder, 'book.xlsx'), zipOfTexts(texts));
  const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1';
  execFileSync('soffice', [
    ...['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', filter],
    ...['--outdir', folder, join(folder, 'book.xlsx')],
  ]);
  const sheets = readdirSync(folder).filter((name) => name.endsWith('.csv'));
  const read = new Map(
    sheets.map((name) => [
      name.slice('book-'.length, -'.csv'.length),
      readFileSync(join(folder, name), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.split(',')),
    ]),
  );
  rmSync(folder, { recursive: true });
  return read;
}

/** The numbers of a stage on its sheet: blocks below each other, each with a title and a header. */
function numbersOn(sheet: readonly (readonly string[])[], [batch, count, n, width]: readonly number[]): number[] {
  const numbers: number[] = [];
  for (let block = 0; block < batch! * count!; block++)
    for (let row = 0; row < n!; row++)
      for (let column = 0; column < width!; column++) {
        const cell = sheet[block * (n! + 3) + 2 + row]![column + 1]!.replaceAll('"', '');
        numbers.push(cell === '−∞' ? -Infinity : Number(cell));
      }
  return numbers;
}

const compared = (trace: Trace, sheets: ReadonlyMap<string, string[][]>): StageName[] =>
  [...trace.stages.values()]
    .filter(({ name }) => name !== 'entropy')
    .map(({ name, tensor: { shape, data } }) => {
      const found = numbersOn(sheets.get(name)!, shape);
      expect(found).toHaveLength(data.length);
      found.forEach((value, n) => {
        if (Number.isFinite(data[n])) expect(value).toBeCloseTo(data[n]!, 9);
        else expect(value).toBe(data[n]);
      });
      return name;
    });

whenInstalled('soffice').describe('a workbook that LibreOffice counts', () => {
  it.each(PROBLEMS)(
    '%s: every stage is equal to ours',
    async (_, problem) => {
      const trace = attend(problem);
      const sheets = recalculated((await render(trace, 'xlsx')) as Uint8Array);
      expect(compared(trace, sheets)).toContain('output');
    },
    120_000,
  );

  it('after a change of one cell of Q every stage is that of the changed Q', async () => {
    const q = rows(3, 4);
    const rest = { k: matrix(rows(4, 4)), v: matrix(rows(4, 2)) };
    const book = (await render(attend({ q: matrix(q), ...rest }), 'xlsx')) as Uint8Array;
    const parts = partsOf('book', book);
    const texts = new Map(
      zipMembers(parts).map((member) => [
        member.name,
        Buffer.from(unpack(parts, member, 'book', 2 ** 26))
          .toString('utf8')
          .replace(`<v>${q[1]![2]!}</v>`, '<v>5</v>'),
      ]),
    );
    q[1]![2] = 5;
    const changed = attend({ q: matrix(q), ...rest });
    expect(compared(changed, recalculated(zipOfTexts(texts)))).toContain('weights');
  }, 120_000);
});
