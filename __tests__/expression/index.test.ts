import { AttnError } from '../../src/core/error.js';
import type { SaidFault } from '../../src/words/index.js';
import { compileCell, compileNumber, compileScale, compileScore } from '../../src/expression/index.js';
import { said } from '../said.js';

const SIZES = Object.freeze({ d_k: 64, d_v: 16, d_model: 512, n_q: 4, n_k: 9 });
const number = (text: string) => compileNumber(text, 'q.csv:3:2');
const cell = async (text: string, i: number, j: number) => (await compileCell(text, '--mask')).at(i, j, 1, 2, 8, 9);

/** The faults of a refused expression. */
async function faults(promise: Promise<unknown>): Promise<readonly SaidFault[]> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AttnError);
  return said(error);
}

describe('compileNumber', () => {
  it.each([
    ['1/2', 0.5],
    ['sqrt(2)/2', Math.SQRT1_2],
    ['2^-0.5', Math.SQRT1_2],
    ['-2^2', -4],
    ['2^3^2', 512],
    ['(-2)^2', 4],
    ['- 2 % 3', 1],
    ['7 mod (4)', 3],
    ['mod(-1, 4)', 3],
    ['pi', Math.PI],
    ['e', Math.E],
    ['log(e)', 1],
    ['log(8, 2)', 3],
    ['min(3, 1, 2)', 1],
    ['max(4)', 4],
    ['1 < 2 < 3', 1],
    ['3 > 2 > 2', 0],
    ['1 < 2 and not 0', 1],
    ['true xor true', 0],
    ['nan == nan', 0],
    ['nan != nan', 1],
    ['not nan', 1],
    ['0 ? 1 : 2 ? 3 : 4', 3],
    ['1 ? 0 ? 5 : 6 : 7', 6],
    ['where(nan, 1, 2)', 2],
    ['cbrt(-8)', -2],
    ['0.1 + 0.2 == 0.3', 0],
    ['+1 - -1', 2],
    ['1.*2', 2],
    ['round(-2.5)', -3],
    ['12 / 2 / 3', 2],
    ['7 - 2 - 1', 4],
    ['inf > 1', 1],
    ['1 or 0 and 0', 1],
    ['1 or 1 xor 1', 1],
    ['exp(0) + sigmoid(0)', 1.5],
  ])('compileNumber(%j) is %d', async (text, value) => {
    expect(await number(text)).toBe(value);
  });

  it('compileNumber takes inf, -inf and nan when they stand alone', async () => {
    expect([await number('inf'), await number(' -inf'), await number('nan')]).toEqual([Infinity, -Infinity, NaN]);
  });

  it.each([
    ['1/0', 'inf'],
    ['-1/0', '-inf'],
    ['sqrt(-1)', 'nan (not a number)'],
    ['2*inf', 'inf'],
  ])('compileNumber(%j) is refused, because it gives %s', async (text, name) => {
    expect(await faults(number(text))).toEqual([
      {
        where: 'q.csv:3:2',
        what: `the expression gives ${name}`,
        detail: text,
        fix: 'a finite value, or inf, -inf or nan alone',
      },
    ]);
  });

  it('compileNumber knows no variables', async () => {
    expect((await faults(number('i + 1')))[0]).toMatchObject({ what: "unknown name 'i' in the expression" });
  });
});

describe('compileCell', () => {
  it.each([
    ['j <= i and i - j < 3', 5, 3, 1],
    ['j <= i and i - j < 3', 5, 2, 0],
    ['0 <= i - j < 3', 5, 6, 0],
    ['floor(i/4) == floor(j/4)', 3, 4, 0],
    ['where(abs(i-j) < 2, 1, -inf)', 1, 4, -Infinity],
    ['-0.1*abs(i-j)', 1, 4, -0.1 * 3],
    ['h + 10*b', 0, 0, 21],
    ['n_q + 10*n_k', 0, 0, 98],
    ['0', 3, 3, 0],
    ['i % 2 == j % 2', 3, 5, 1],
  ])('compileCell(%j) at i = %d, j = %d is %d', async (text, i, j, value) => {
    expect(await cell(text, i, j)).toBe(value);
  });

  it('compileCell keeps the text as the user wrote it', async () => {
    expect((await compileCell(' j<=i ', '--mask')).text).toBe(' j<=i ');
  });

  it('compileCell gives the same number every time it is asked', async () => {
    const { at } = await compileCell('sin(i) * cos(j) + h', '--bias');
    expect(at(3, 4, 1, 0, 8, 8)).toBe(at(3, 4, 1, 0, 8, 8));
  });
});

describe('compileScore', () => {
  it('compileScore gives the new score and its slope', async () => {
    const soft = await compileScore('20 * tanh(s / 20) - 0.1*abs(i-j)', '--score-mod');
    expect(soft.at(5, 1, 3, 0, 0, 4, 4)).toBeCloseTo(20 * Math.tanh(0.25) - 0.1 * 2, 14);
    expect(soft.slope(5, 1, 3, 0, 0, 4, 4)).toBeCloseTo(1 - Math.tanh(0.25) ** 2, 14);
  });

  it('compileScore with s left out has slope 0', async () => {
    expect((await compileScore('i - j', '--score-mod')).slope(1, 2, 3, 0, 0, 4, 4)).toBe(0);
  });
});

describe('compileScale', () => {
  it.each([
    ['1/sqrt(d_k)', 0.125],
    ['d_v + d_model + n_q + n_k', 541],
    ['1', 1],
    ['d_k^-0.5', 0.125],
  ])('compileScale(%j) is %d', async (text, value) => {
    expect((await compileScale(text, '--scale')).at(SIZES)).toBe(value);
  });

  it('compileScale does not guess what d means', async () => {
    expect((await faults(compileScale('1/sqrt(d)', '--scale')))[0]?.fix).toBe(
      'i, h, b, d_k, d_v, d_model, n_q, n_k, P are known here',
    );
  });
});

describe('errors', () => {
  it('a mistake is shown with the expression, a caret and what is known', async () => {
    expect(await faults(compileCell('j <= i and k < 3', '--mask'))).toEqual([
      {
        where: '--mask',
        what: "unknown name 'k' in the expression",
        detail: ['j <= i and k < 3', '           ^'],
        fix: 'i, j, h, b, n_q, n_k, P are known here',
      },
    ]);
  });

  it('all wrong names and counts are told at once, in the order of the text', async () => {
    const all = await faults(compileCell('sqr(i) + nq < max() or sqrt(1, 2) and s', '--mask'));
    expect(all.map(({ what, fix }) => [what, fix])).toEqual([
      ["unknown function 'sqr' in the expression", 'did you mean sqrt?'],
      ["unknown name 'nq' in the expression", 'did you mean n_q? (i, j, h, b, n_q, n_k, P are known here)'],
      ['max takes at least 1 value, found none', undefined],
      ['sqrt takes 1 value, found 2', undefined],
      ["unknown name 's' in the expression", 's only in --score-mod (i, j, h, b, n_q, n_k, P are known here)'],
    ]);
  });

  it('of very many mistakes 20 are shown and the others counted', async () => {
    const all = await faults(compileCell(Array(25).fill('k').join('+'), '--mask'));
    expect(all).toHaveLength(21);
    expect(all[20]!.what).toBe('and 5 more mistakes in the expression');
  });

  it('the caret stands under the second of two equal names, behind wide characters too', async () => {
    const [first, second] = await faults(compileCell('i + 日本 < i * 日本', '--mask'));
    expect([first!.detail, second!.detail]).toEqual([
      ['i + 日本 < i * 日本', '    ^'],
      ['i + 日本 < i * 日本', '               ^'],
    ]);
  });

  it('expressions of flags are usage errors, cells are data errors, and both may be said', async () => {
    await expect(compileCell('k', '--mask')).rejects.toMatchObject({ kind: 'usage' });
    await expect(compileCell('k', 'bundle.json:2:3', 'data')).rejects.toMatchObject({ kind: 'data' });
    await expect(compileScore('k', '--score-mod')).rejects.toMatchObject({ kind: 'usage' });
    await expect(compileScale('k', '--scale')).rejects.toMatchObject({ kind: 'usage' });
    await expect(compileNumber('k', 'q.csv:3:2')).rejects.toMatchObject({ kind: 'data' });
    await expect(compileNumber('1/0', '--temperature', 'usage')).rejects.toMatchObject({ kind: 'usage' });
  });
});
