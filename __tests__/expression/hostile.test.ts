import fc from 'fast-check';
import { AttnError } from '../../src/core/error.js';
import { compileCell, compileNumber } from '../../src/expression/index.js';
import { LONGEST } from '../../src/expression/compile.js';
import { jumble, nearly } from './generate.js';
import { said } from '../said.js';

const refused = (text: string) => expect(compileCell(text, '--mask')).rejects.toBeInstanceOf(AttnError);

describe('hostile expressions', () => {
  // The attacks of CVE-2026-40897, CVE-2026-41139 and josdejong/mathjs#821, #822, #3255, and memory and time bombs.
  it.each([
    'cos.constructor("return process")()',
    'cos.constructor("return process.exit()")()',
    'f(x) = x; f.constructor("1")()',
    'import({pi: 3})',
    'import("fs")',
    'createUnit("foo")',
    'reviver("", {})',
    'evaluate("1+1")',
    'parse("1+1")',
    'compile("1")',
    'simplify("1")',
    'derivative("x", "x")',
    'resolve("x")',
    'chain(3)',
    'config({})',
    'typed("f", {})',
    'help(sqrt)',
    'zeros(20000, 20000)',
    'ones(1e9)',
    'identity(1e5)',
    '1:1000000000',
    'range(1, 1e9)',
    'random([10000, 10000])',
    'f(n) = n < 2 ? n : f(n-1) + f(n-2)',
    'f(40)',
    'permutations(1e9, 1e9)',
    'combinations(1e9, 5)',
    'inv(random([400, 400]))',
    '170!',
    '1e9!',
    'factorial(1e9)',
    'gamma(1e9)',
    'map([1, 2], f)',
    '{}.constructor',
    '{a: 1}',
    '[].map',
    '[1, 2, 3]',
    'i.constructor',
    'i["constructor"]',
    'i?.constructor',
    '"a".constructor',
    'a.b = 3',
    'x = 3',
    'i += 1',
    'constructor',
    '__proto__',
    'prototype',
    'toString',
    'valueOf()',
    'hasOwnProperty("x")',
    'constructor()',
    '__proto__()',
    'get()',
    'process',
    'globalThis',
    'require("fs")',
    'this',
    'new Function("1")',
    '() => 1',
    'x => x',
    '`${1}`',
    '$',
    '_',
    'null',
    'undefined',
    'NaN',
    'Infinity',
    'end',
    'in',
    'to',
    '5 cm to inch',
    '3 cm',
    '20%',
    '1 in',
    'unit("5cm")',
    'bignumber(3)',
    'complex(1, 2)',
    'fraction(1, 3)',
    '0x10',
    '0b1',
    '1n',
    "i'",
    'i .* j',
    'i ./ j',
    'i .^ j',
    'i & j',
    'i | j',
    'i ^| j',
    '~i',
    'i << 2',
    'i >> 1',
    'i >>> 1',
    'i ?? j',
    '1; 2',
    '1\n2\u0000',
    '# nothing',
    '1 # comment',
    '\u0000',
    '\u202ei',
    '\ud800',
    '🙂',
    'і <= j',
  ])('compileCell(%j) is refused', async (text) => {
    await refused(text);
  });

  it('20,000 brackets, a megabyte of digits and a megabyte of blanks are refused unread', async () => {
    await refused('('.repeat(20_000) + ')'.repeat(20_000));
    await refused('1'.repeat(1e6));
    await refused(' '.repeat(1e6));
    await expect(compileNumber('9'.repeat(1e6), 'q.csv:1:1')).rejects.toBeInstanceOf(AttnError);
  });

  it.each([
    ['brackets', `${'('.repeat(50)}1${')'.repeat(50)}`],
    ['signs', `${'-'.repeat(198)}1`],
    ['not', `${'not '.repeat(120)}1`],
    ['powers', `${'1^'.repeat(99)}1`],
    ['conditions within conditions', `${'1?'.repeat(49)}1${':2'.repeat(49)}`],
    ['conditions after conditions', `${'0?1:'.repeat(49)}1`],
    ['remainders within remainders', `${'1%('.repeat(49)}2${')'.repeat(49)}`],
    ['chains within chains', `${'0<('.repeat(49)}1${'<3)'.repeat(49)}`],
    ['functions within functions', `${'max('.repeat(49)}1${',1)'.repeat(49)}`],
  ])('the deepest %s that are allowed compile', async (_, text) => {
    expect(Number.isFinite((await compileCell(text, '--mask')).at(0, 0, 0, 0, 1, 1))).toBe(true);
  });

  it(`an expression of ${LONGEST} characters is taken, of one more it is said that it is too long`, async () => {
    expect((await compileCell('1'.padEnd(LONGEST), '--mask')).at(0, 0, 0, 0, 1, 1)).toBe(1);
    await expect(compileCell('1'.padEnd(LONGEST + 1), '--mask')).rejects.toMatchObject({
      faults: [{ code: 'expression-too-long', most: LONGEST }],
    });
  });

  it('any text gives a function or an AttnError that shows where', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      jumble,
      nearly,
    );
    await fc.assert(
      fc.asyncProperty(text, async (any) => {
        try {
          expect(typeof (await compileCell(any, '--mask')).at(1, 2, 0, 0, 3, 3)).toBe('number');
        } catch (error) {
          expect(error).toBeInstanceOf(AttnError);
          for (const fault of said(error)) expect(fault).toMatchObject({ where: '--mask', what: expect.any(String) });
        }
      }),
      { numRuns: 1500 },
    );
  });
});
