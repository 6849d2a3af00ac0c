import fc from 'fast-check';
import { all, create } from 'mathjs/number';
import { compileCell, compileScore } from '../../src/expression/index.js';
import { expression } from './generate.js';

const math = create(all!);
const scopeOfMathjs = {
  // Those of mathjs compare with a tolerance.
  min: Math.min,
  max: Math.max,
  sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
  where: (condition: unknown, yes: number, no: number) => (condition ? yes : no),
};

describe('evaluator', () => {
  it('every expression has the value that mathjs itself gives it', async () => {
    await fc.assert(
      fc.asyncProperty(
        expression,
        fc.double({ min: -4, max: 4, noNaN: true }),
        fc.nat(7),
        fc.nat(7),
        async (text, s, i, j) => {
          fc.pre(text.length <= 500);
          const { at } = await compileScore(text, 'test');
          const expected = math.evaluate(text, { ...scopeOfMathjs, s, i, j, n_k: 8 }) as number;
          const tolerance = 1e-9 * Math.max(1, Math.abs(expected));
          expect(Math.abs(at(s, i, j, 0, 0, 8, 8) - Number(expected))).toBeLessThanOrEqual(tolerance);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('a chain computes every part once and means every comparison', async () => {
    const { at } = await compileCell('0 <= i - j < 3 != 5', '--mask');
    for (let i = 0; i < 6; i++) {
      for (let j = 0; j < 6; j++) expect(at(i, j, 0, 0, 6, 6)).toBe(i - j >= 0 && i - j < 3 ? 1 : 0);
    }
  });

  it('chains within chains, 49 deep, are computed at once', async () => {
    const deep = `${'0 < ('.repeat(49)}i${' < 9)'.repeat(49)}`;
    const { at } = await compileCell(deep, '--mask');
    expect([at(1, 0, 0, 0, 1, 1), at(9, 0, 0, 0, 1, 1)]).toEqual([1, 0]);
  });

  it('all variables arrive in their places', async () => {
    const { at } = await compileScore('s + 10*i + 100*j + 1000*h + 10000*b + 100000*n_q + 1000000*n_k', '--score-mod');
    expect(at(1, 2, 3, 4, 5, 6, 7)).toBe(7654321);
  });

  it.each([
    ['true and nan', 0],
    ['nan or false', 0],
    ['nan xor true', 1],
    ['3 and -1', 1],
    ['0 xor 0', 0],
    ['2 xor 5', 0],
    ['nan < 1', 0],
    ['nan >= 1', 0],
    ['1 < nan < 3', 0],
    ['nan ? 1 : 2', 2],
  ])('%j is %d: nan is false and compares with nothing', async (text, value) => {
    expect((await compileCell(text, '--mask')).at(0, 0, 0, 0, 1, 1)).toBe(value);
    // With a variable inside nothing is folded.
    expect((await compileCell(text.replace(/nan/g, '(nan + i)'), '--mask')).at(0, 0, 0, 0, 1, 1)).toBe(value);
  });
});
