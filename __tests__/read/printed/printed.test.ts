import fc from 'fast-check';
import { readerFor } from '../../../src/read/formats.js';
import { isLiteral, literalReader } from '../../../src/read/literal.js';
import type { Document } from '../../../src/read/document.js';
import type { Tensor } from '../../../src/core/tensor.js';
import { faultsOf, readText } from '../text-input.js';
import { MATRIX, NESTED, SLICES, type Nested } from './printers.js';

/** As stdin gives it: only the content says what it is. */
const readAsStdin = async (text: string): Promise<Document> =>
  readText(await readerFor('<stdin>', Buffer.from(text)), '<stdin>', text);

const only = (document: Document): Tensor => {
  expect([...document.tensors.keys()]).toHaveLength(1);
  return [...document.tensors.values()][0]!;
};

/** Numbers as people have them: some decimals, sometimes an infinity is left to the forms that can print one. */
const number = fc
  .tuple(fc.integer({ min: -99999, max: 99999 }), fc.constantFrom(10, 100, 10000))
  .map(([digits, unit]) => digits / unit + 0);

const matrixOf = (least: number): fc.Arbitrary<number[][]> =>
  fc
    .tuple(fc.integer({ min: least, max: 4 }), fc.integer({ min: 2, max: 5 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(number, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
    );

const asText = (rows: readonly (readonly number[])[]): string[][] =>
  rows.map((row) => row.map((value) => (Number.isInteger(value) ? `${value}.0` : String(value))));

describe('printed forms', () => {
  it.each(Object.entries(MATRIX))('any matrix printed as %s reads back to the same numbers', async (_, print) => {
    await fc.assert(
      fc.asyncProperty(matrixOf(2), async (rows) => {
        const read = only(await readAsStdin(print(asText(rows))));
        expect({ shape: read.shape, data: [...read.data] }).toEqual({
          shape: [rows.length, rows[0]!.length],
          data: rows.flat(),
        });
      }),
      { numRuns: 12 },
    );
  });

  it.each(Object.entries(NESTED))('any tensor printed as %s reads back to the same numbers', async (_, print) => {
    const shapes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(shapes, fc.infiniteStream(number), async (shape, numbers) => {
        const data: number[] = [];
        const nest = (axes: readonly number[]): Nested => {
          if (axes.length > 0) return Array.from({ length: axes[0]! }, () => nest(axes.slice(1)));
          const value = numbers.next().value as number;
          data.push(value);
          return Number.isInteger(value) ? `${value}.` : String(value);
        };
        const text = print(nest([...shape, 2]).slice(0) as Nested).trim();
        if (shape.length === 4) {
          expect((await faultsOf(readAsStdin(text)))[0]!.what).toMatch(/axes|nest|deep/i);
          return;
        }
        const read = only(await readAsStdin(text));
        expect({ shape: read.shape, data: [...read.data] }).toEqual({ shape: [...shape, 2], data });
      }),
      { numRuns: 12 },
    );
  });

  it.each(Object.entries(SLICES))('slices along a third axis printed by %s stand at A[i, j, k]', async (_, print) => {
    await fc.assert(
      fc.asyncProperty(matrixOf(2), fc.integer({ min: 2, max: 3 }), async (rows, slices) => {
        const each = Array.from({ length: slices }, (_, k) => rows.map((row) => row.map((value) => value + k)));
        const read = only(await readAsStdin(print(each.map(asText))));
        expect(read.shape).toEqual([rows.length, rows[0]!.length, slices]);
        rows.forEach((row, i) =>
          row.forEach((_, j) =>
            each.forEach((slice, k) => expect(read.data[(i * row.length + j) * slices + k]).toBe(slice[i]![j])),
          ),
        );
      }),
      { numRuns: 8 },
    );
  });

  it.each<[string, number[], number[]]>([
    ['[[1., .5], [+1, 1_000],]', [2, 2], [1, 0.5, 1, 1000]],
    ["[[float('inf'), -np.inf], [nan, float('-inf')]]", [2, 2], [Infinity, -Infinity, NaN, -Infinity]],
    ['[[np.float64(0.5), np.float64(1.0)]]', [1, 2], [0.5, 1]],
    ['[[True, False], [False, True]]', [2, 2], [1, 0, 0, 1]],
    ['((1, 0), (0, 1))', [2, 2], [1, 0, 0, 1]],
    ['{{1,0},{0,1/2}}', [2, 2], [1, 0, 0, 0.5]],
    ['tensor([1.5, -2.0])', [2], [1.5, -2]],
    ['tensor(1e-03 *\n       [[1.5000, 0.2000]])', [1, 2], [0.0015, 0.0002]],
    ['1 0; 0 1', [2, 2], [1, 0, 0, 1]],
    ['1 & 0 \\\\ 0 & \\frac{1}{2}', [2, 2], [1, 0, 0, 0.5]],
    [
      '\\begin{bmatrix} \\frac{\\sqrt{9}}{2} & -\\dfrac12 \\\\ 10^{-3} & -\\infty \\end{bmatrix}',
      [2, 2],
      [1.5, -0.5, 0.001, -Infinity],
    ],
    ['[[\u22121, 2], [3, \u22120.5]]', [2, 2], [-1, 2, 3, -0.5]],
    ['Q = [[1, 2]]  # as in the book', [1, 2], [1, 2]],
    ['tensor([[1, 2]]).to("cuda")', [1, 2], [1, 2]],
    ['2×2 Diagonal{Float64}:\n 1.0   ⋅\n  ⋅   2.0', [2, 2], [1, 0, 0, 2]],
    ['[1] 0.5 0.25\n[3] 1.0', [3], [0.5, 0.25, 1]],
    ['   1.0e+03 *\n\n    1.5000    0.0020\n    0.0010    2.0000', [2, 2], [1500, 2, 1, 2000]],
    [
      '╭─────┬────────────────╮\n│     │    the     cat │\n├─────┼────────────────┤\n│ the │ 2.6874  0.0453 │\n╰─────┴────────────────╯',
      [1, 2],
      [2.6874, 0.0453],
    ],
  ])('%j is read, on stdin and as a literal', async (text, shape, data) => {
    expect(isLiteral(text)).toBe(!text.startsWith('╭') || text.includes('\n'));
    for (const document of [await readAsStdin(text), await readText(literalReader, '--q', text)]) {
      const read = only(document);
      expect(read.shape).toEqual(shape);
      expect([...read.data]).toEqual(data);
    }
  });

  it('remembers the number of decimals', async () => {
    expect(only(await readAsStdin('tensor([[ 0.6418, 1.8246], [-1.2300, 0.1750]])')).decimals).toBe(4);
    expect(only(await readAsStdin('array([[1.e-05, 2.e+00]])')).decimals).toBeUndefined();
  });

  it.each([
    '[[0.1 0.2 ... 0.3]\n [0.4 0.5 ... 0.6]]',
    'array([[0.1, ..., 0.2],\n       ...,\n       [0.1, ..., 0.2]])',
  ])('says how to print %j whole', async (text) => {
    const [fault] = await faultsOf(readAsStdin(text));
    expect(fault!.where).toMatch(/^<stdin>:1:/);
    expect(fault!.fix).toMatch('np.set_printoptions(threshold=sys.maxsize)');
  });

  it('names torch where torch leaves values out', async () => {
    const [fault] = await faultsOf(readAsStdin('tensor([[0.1, 0.2,  ..., 0.3]])'));
    expect(fault!.fix).toMatch('torch.set_printoptions(profile="full")');
  });

  it.each([
    'Q = np.random.randn(2, 2)\nK = [[1, 2]]',
    'Q = np.array([[1, 2]]) * 3\nK = [[1, 2]]',
    'tensor([[1, 2]]).reshape(2, 1)',
  ])('runs nothing: %j', async (text) => {
    const [fault] = await faultsOf(readAsStdin(text));
    expect(fault!.what).toMatch(/^this is code, and nothing is run/);
    expect(fault!.where).toMatch(/^<stdin>:1:/);
  });

  it('keeps the errors of text in no printed form', async () => {
    const [json] = await faultsOf(readAsStdin('[[1, 2], [3, x]]'));
    expect(json!.where).toBe('<stdin>:1:14');
    const [csv] = await faultsOf(readAsStdin('1,2\n3,x'));
    expect(csv!.where).toBe('<stdin>:2:3');
  });
});

describe('a notebook cell', () => {
  it('is a bundle of its assignments', async () => {
    const cell = [
      'import numpy as np',
      '# queries',
      'Q = np.array([[1.0, 0.0],  # first',
      '              [0.0, 1.0]])',
      'K: np.ndarray = np.array([[1, 2], [3, 4]], dtype=np.float32)',
      'V = torch.tensor([[1., 2.], [3., 4.]])',
      'heads = 2',
      'causal = True',
      'tokens = ["a", "b"]',
      'scores = Q @ K.T / np.sqrt(2)',
      'print(scores)',
    ].join('\n');
    const { tensors, settings, notes } = await readAsStdin(cell);
    expect([...tensors.keys()]).toEqual(['Q', 'K', 'V']);
    expect([...tensors.get('K')!.data]).toEqual([1, 2, 3, 4]);
    expect(Object.fromEntries([...settings].map(([name, { value }]) => [name, value]))).toEqual({
      heads: 2,
      causal: true,
      tokens: ['a', 'b'],
    });
    expect(notes[0]).toMatch(/not read, since nothing is run: scores/);
  });

  it('may be a session with prompts', async () => {
    const session =
      '>>> import numpy as np\n>>> Q = np.array([[1, 0],\n...               [0, 1]])\n>>> K\narray([[2., 3.]])\n>>> print(V)\n[[4 5]]\n';
    const { tensors } = await readAsStdin(session);
    expect([...tensors].map(([name, { data }]) => [name, ...data])).toEqual([
      ['Q', 1, 0, 0, 1],
      ['K', 2, 3],
      ['V', 4, 5],
    ]);
  });

  it.each([
    ['Q = [1 0; 0 1]; K = [1 1; 0 1]; V = [1; 2];'],
    [
      'Q = \\begin{pmatrix} 1 & 0 \\\\ 0 & 1 \\end{pmatrix}, \\quad\nK = \\begin{pmatrix} 1 & 1 \\\\ 0 & 1 \\end{pmatrix}\nV = \\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}',
    ],
    ["{'Q': array([[1., 0.],\n       [0., 1.]]), 'K': array([[1., 1.],\n       [0., 1.]]), 'V': array([[1.], [2.]])}"],
    ['Q:\ntensor([[1., 0.],\n        [0., 1.]])\nK:\ntensor([[1., 1.],\n        [0., 1.]])\nV: tensor([[1.], [2.]])'],
    ['Q =\n\n     1     0\n     0     1\n\nK =\n\n     1     1\n     0     1\n\nV =\n\n     1\n     2\n'],
  ])('%j holds Q, K and V', async (text) => {
    const { tensors } = await readAsStdin(text);
    expect([...tensors].map(([name, { data }]) => [name, ...data])).toEqual([
      ['Q', 1, 0, 0, 1],
      ['K', 1, 1, 0, 1],
      ['V', 1, 2],
    ]);
  });
});
