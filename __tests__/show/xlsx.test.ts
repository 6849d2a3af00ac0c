import { attend, matrix, tensor, type Problem } from '../../src/core/index.js';
import { partsOf } from '../../src/files/index.js';
import { unpack, zipMembers } from '../../src/files/zip/members.js';
import { render } from '../../src/show/index.js';
import { columnName } from '../../src/show/xlsx/sheet.js';

/** The files of a workbook, sheets by their names. */
async function filesOf(problem: Problem): Promise<Map<string, string>> {
  const book = (await render(attend(problem), 'xlsx')) as Uint8Array;
  const parts = partsOf('book', book);
  const files = new Map(
    zipMembers(parts).map((member) => [
      member.name,
      Buffer.from(unpack(parts, member, 'book', 2 ** 26)).toString('utf8'),
    ]),
  );
  const names = [...files.get('xl/workbook.xml')!.matchAll(/<sheet name="(\w+)"/g)].map(([, name]) => name!);
  names.forEach((name, n) => files.set(name, files.get(`xl/worksheets/sheet${n + 1}.xml`)!));
  return files;
}

const formulas = (sheet: string): Record<string, string> =>
  Object.fromEntries([...sheet.matchAll(/<c r="(\w+)"[^>]*><f>([^<]*)<\/f>/g)].map(([, place, text]) => [place, text]));

const q = matrix([
  [1, 0],
  [0, 1],
]);
const SMALL: Problem = { q, k: q, v: matrix([[1], [3]]) };

it('has a sheet for each stage, whose formulas a reader can follow', async () => {
  const files = await filesOf(SMALL);
  expect(formulas(files.get('scores')!)['C4']).toBe("SUMPRODUCT('q'!$B4:$C4,'k'!$B4:$C4)");
  expect(formulas(files.get('scaled')!)['B3']).toBe("'scores'!B3*1/SQRT(2)");
  expect(formulas(files.get('weights')!)['B3']).toBe("IF(SUM('exp'!$B3:$C3)=0,0,'exp'!B3/SUM('exp'!$B3:$C3))");
  expect(formulas(files.get('output')!)['B3']).toContain("SUMPRODUCT('weights'!$B3:$C3,'v_transposed'!$B3:$C3)");
  expect([...files.values()].join('')).not.toMatch(/MMULT/);
});

it('what is masked is the text −∞, by a formula that asks the mask', async () => {
  const files = await filesOf({ ...SMALL, causal: true });
  expect(formulas(files.get('masked')!)['C3']).toBe(`IF('mask'!C3=1,'scaled'!C3,&quot;−∞&quot;)`);
  expect(files.get('masked')).toContain('t="str"><f>');
});

it('a stage that no formula gives stands as numbers, and its title says so', async () => {
  const files = await filesOf({ ...SMALL, normalizer: 'sparsemax' });
  expect(formulas(files.get('weights')!)).toEqual({});
  expect(files.get('weights')).toContain('numbers, no formulas');
  expect(formulas(files.get('scores')!)).not.toEqual({});
});

it('labels are text, whatever they begin with', async () => {
  const files = await filesOf({ ...SMALL, tokens: { query: ['=1+1', '<b>&"'], key: ['a', 'b'] } });
  expect(files.get('weights')).toContain('t="inlineStr"><is><t xml:space="preserve">=1+1</t>');
  expect(files.get('weights')).toContain('&lt;b&gt;&amp;&quot;');
});

it('writes the same bytes for the same problem', async () => {
  expect(await render(attend(SMALL), 'xlsx')).toEqual(await render(attend(SMALL), 'xlsx'));
});

it('is refused where it would have too many cells', async () => {
  const large = tensor([400, 2], new Float64Array(800));
  await expect(render(attend({ q: large, k: large, v: large }), 'xlsx')).rejects.toMatchObject({
    kind: 'usage',
    code: 'xlsx-too-large',
  });
});

it.each([
  [0, 'A'],
  [25, 'Z'],
  [26, 'AA'],
  [701, 'ZZ'],
  [702, 'AAA'],
])('column %d is %s', (column, name) => {
  expect(columnName(column)).toBe(name);
});
