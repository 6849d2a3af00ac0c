import fc from 'fast-check';
import { isBooleanCell, numberCell, resolveCell } from '../../../src/read/text/cell.js';
import { faultsOf } from '../text-input.js';

describe('numberCell', () => {
  it.each([
    ['1', 1],
    ['-2', -2],
    ['+3', 3],
    ['.5', 0.5],
    ['1.', 1],
    ['-.5e3', -500],
    ['1E-3', 0.001],
    [' \t7 ', 7],
    ['007', 7],
    ['inf', Infinity],
    ['-Inf', -Infinity],
    ['+INFINITY', Infinity],
    ['-infinity', -Infinity],
    ['NaN', NaN],
    ['true', 1],
    ['False', 0],
  ])('numberCell(%j) is %d', (text, value) => {
    expect(numberCell(text)).toBe(value);
  });

  it.each([
    '',
    ' ',
    '\t',
    '0x10',
    '0b11',
    '0o7',
    '1_000',
    '1,5',
    '1 000',
    '\u00a05',
    '5\u00a0',
    '1e',
    'e1',
    '.',
    '+',
    '-',
    '--1',
    '1e400',
    '-1e999',
    '1.2.3',
    '１２',
    '٣',
    '1n',
    'null',
    'infinit',
    '1/2',
    '50%',
    '\n1',
  ])('numberCell(%j) refuses what is no plain finite number', (text) => {
    expect(numberCell(text)).toBeUndefined();
  });

  it('numberCell(String(x)) is x for every float64', () => {
    fc.assert(
      fc.property(fc.double(), (x) => {
        expect(numberCell(String(x))).toBe(Object.is(x, -0) ? 0 : x);
      }),
    );
  });

  it('isBooleanCell knows the words true and false in any case', () => {
    expect(['true', ' FALSE ', '1', 'yes', ''].map(isBooleanCell)).toEqual([true, true, false, false, false]);
  });
});

describe('resolveCell', () => {
  it('works out an expression', async () => {
    await expect(resolveCell('1/2', 'q.csv:1:1')).resolves.toBe(0.5);
    await expect(resolveCell(' sqrt(3) ', 'q.csv:1:1')).resolves.toBe(Math.sqrt(3));
    await expect(resolveCell('-pi/2', 'q.csv:1:1')).resolves.toBe(-Math.PI / 2);
  });

  it.each([
    ['', /empty cell/, /write 0, or nan/],
    ['1e400', /1e400 is too large/, /write inf/],
    ['0,5', /found "0,5"/, /decimal point \(0\.5\), or --decimal comma for CSV/],
    ['-1,25e3', /found "-1,25e3"/, /\(-1\.25e3\)/],
    ['0x10', /found "0x10"/, /plain decimal digits/],
    ['1_000', /found "1_000"/, /plain decimal digits/],
  ])('says how to mend %j', async (text, what, fix) => {
    const [fault] = await faultsOf(resolveCell(text, 'q.csv:3:2'));
    expect(fault!.where).toBe('q.csv:3:2');
    expect(fault!.what).toMatch(what);
    expect(fault!.fix).toMatch(fix);
  });

  it('calls a word a word, not a failed expression', async () => {
    const [fault] = await faultsOf(resolveCell('cat', 'q.csv:3:2'));
    expect(fault!.what).toBe('expected a number, found "cat"');
  });

  it('refuses a result that is not finite', async () => {
    expect(await faultsOf(resolveCell('1/0', 'q.csv:3:2'))).toHaveLength(1);
  });
});
