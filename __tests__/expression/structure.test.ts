import fc from 'fast-check';
import { parse } from '../../src/expression/mathjs.js';
import { respell } from '../../src/expression/compile.js';
import { DEEPEST, misplaced, MOST_PARTS } from '../../src/expression/structure.js';
import { scan } from '../../src/expression/tokens.js';
import { say } from '../../src/words/index.js';
import { jumble, nearly } from './generate.js';

const misplacedIn = (text: string) => misplaced(scan(text), text.length);
/** In words. */
const mistake = (text: string) => {
  const found = misplacedIn(text);
  return found && { at: found.at, ...say(found.fact) };
};

describe('misplaced', () => {
  it.each([
    ['2 i', 2, "an operator is missing before 'i'", 'write 2 * i if you mean the product'],
    ['2(3)', 1, "an operator is missing before '('", 'write 2 * (…) if you mean the product'],
    ['(i)(j)', 3, "an operator is missing before '('", 'write (…) * (…) if you mean the product'],
    ['sqrt(2)(3)', 7, "an operator is missing before '('", 'write (…) * (…) if you mean the product'],
    ['1/2 i', 4, "an operator is missing before 'i'", 'write 2 * i if you mean the product'],
    ['i AND j', 2, "an operator is missing before 'AND'", 'write and'],
    ['1 2', 2, "an operator is missing before '2'", undefined],
    ['i not j', 2, "'not' stands before a condition, not between two", 'write and not, or not, or !='],
    ['1 +* 2', 3, "a value is missing before '*'", undefined],
    ['i +', 3, 'the expression ends where a value is expected', undefined],
    ['(i + )', 5, "a value is missing before ')'", undefined],
    ['min(1, )', 7, "a value is missing before ')'", undefined],
    ['min(, 1)', 4, "a value is missing before ','", undefined],
    ['5%', 2, 'the expression ends where a value is expected', 'write /100 for per cent; a % b is the remainder'],
    ['5% * 3', 3, "a value is missing before '*'", 'write /100 for per cent; a % b is the remainder'],
    ['()', 1, "nothing between '(' and ')'", undefined],
    ['(i', 0, "'(' is never closed", undefined],
    ['i)', 1, "')' without '('", undefined],
    ['0,5', 1, "',' outside the brackets of a function", 'use a decimal point: 0.5'],
    ['max((1, 2), 3)', 6, "',' outside the brackets of a function", 'use a decimal point: 1.2'],
    ['1:3', 1, "':' without '?'", 'write condition ? a : b; ranges are not known here'],
    ['i ? 1', 2, "'?' without ':'", 'write condition ? a : b'],
    ['(i ? 1) : 2', 3, "'?' without ':'", 'write condition ? a : b'],
    ['min(i ? 1, 2)', 6, "'?' without ':'", 'write condition ? a : b'],
    ['', 0, 'the expression is empty', undefined],
    ['i && j', 2, "'&&' is not known here", 'write and'],
    ['i!', 1, "'!' is not known here", 'write not (there is no factorial)'],
    ['x = 3', 2, "'=' is not known here", 'write == to compare (nothing can be defined here)'],
    ['"x"', 0, "unexpected '\"': unexpected text in an expression", undefined],
    ['i.j', 1, "unexpected '.': unexpected . outside a number", undefined],
    ['i ≤ j', 2, "'≤' is not known here", 'write <='],
    ['i @ j', 2, "unexpected '@' in the expression", undefined],
  ])('misplaced(%j) points at %d: %s', (text, at, what, fix) => {
    expect(mistake(text)).toEqual({ at, what, ...(fix !== undefined && { fix }) });
  });

  it.each([
    '-i',
    'not not i',
    'i < -1',
    '2^-1',
    'mod(7, 4)',
    '7 mod (4)',
    'a ? b ? c : d : e',
    'f()',
    '- - 1',
    '((i))',
    'max(i ? 1 : 2, 3)',
  ])('misplaced(%j) finds nothing', (text) => {
    expect(mistake(text)).toBeUndefined();
  });

  it(`misplaced refuses more than ${DEEPEST} brackets inside each other and ${MOST_PARTS} parts, and takes as many`, () => {
    const nested = (depth: number) => `${'('.repeat(depth)}1${')'.repeat(depth)}`;
    expect(mistake(nested(DEEPEST))).toBeUndefined();
    expect(mistake(nested(DEEPEST + 1))).toEqual({
      at: DEEPEST,
      what: `more than ${DEEPEST} brackets inside each other`,
    });
    expect(mistake(`${'-'.repeat(MOST_PARTS - 1)}1`)).toBeUndefined();
    expect(mistake(`${'-'.repeat(MOST_PARTS)}1`)?.what).toBe(
      `the expression has more than ${MOST_PARTS} names, numbers and operators`,
    );
  });

  it('what misplaced lets pass, mathjs can parse', () => {
    let passed = 0;
    fc.assert(
      fc.property(fc.oneof(nearly, jumble), (text) => {
        const tokens = scan(text);
        if (misplaced(tokens, text.length)) return;
        passed++;
        expect(() => parse(respell(tokens))).not.toThrow();
      }),
      { numRuns: 3000 },
    );
    expect(passed).toBeGreaterThan(50);
  });
});
