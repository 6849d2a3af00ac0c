import { expressionOf, respell } from '../../src/expression/compile.js';
import { scan } from '../../src/expression/tokens.js';

const tree = (text: string) => expressionOf(text, 'cell', '--mask', 'usage');

describe('respell', () => {
  it('respell(scan(text)) shows mathjs no name of the user, no % and no bare ? :', () => {
    expect(respell(scan('j % 2 ? cos(i) : 1'))).toBe('x mod 2 ? ( x ( x ) ) : 1');
    expect(respell(scan('import(process)'))).toBe('x ( x )');
    expect(respell(scan('not i and mod(i,2)'))).toBe('not x and x ( x , 2 )');
  });
});

describe('expressionOf', () => {
  it('expressionOf(text) computes what holds no variable', () => {
    expect(tree('2 * 150 == 300 and not 0')).toEqual({ kind: 'number', value: 1 });
    expect(tree('i + sqrt(4) * 2')).toMatchObject({
      kind: 'operator',
      left: { name: 'i' },
      right: { kind: 'number', value: 4 },
    });
    expect(tree('where(1 < 2, i, j)')).toEqual({ kind: 'variable', name: 'i', slot: 0 });
    expect(tree('1 < 0 ? i : 2 < j < 2 * 2')).toMatchObject({
      kind: 'chain',
      parts: [{ value: 2 }, { name: 'j' }, { value: 4 }],
    });
  });

  it.each([
    ['1 + 2 * 3', '1 + (2 * 3)'],
    ['-2^2', '-(2^2)'],
    ['2^3^2', '2^(3^2)'],
    ['2^-i', '2^(-i)'],
    ['i - j - 1', '(i - j) - 1'],
    ['i / j * 2', '(i / j) * 2'],
    ['i + 1 < j * 2', '(i + 1) < (j * 2)'],
    ['i < j and j < 3 or h', '((i < j) and (j < 3)) or h'],
    ['i or j xor h and b', 'i or (j xor (h and b))'],
    ['i ? j : h ? b : 1', 'i ? j : (h ? b : 1)'],
    ['i ? j ? 1 : 2 : 3', 'i ? (j ? 1 : 2) : 3'],
    ['i < j ? 1 : 2', '(i < j) ? 1 : 2'],
    ['-i % 3', '(-i) % 3'],
    ['i % 3 % 2', '(i % 3) % 2'],
    ['i mod 3', 'mod(i, 3)'],
    ['i % 3', 'i mod 3'],
    ['i ? j : h', 'where(i, j, h)'],
    ['min(i, j, h)', 'min(min(i, j), h)'],
  ])('%s means %s', (text, meaning) => {
    expect(tree(text)).toEqual(tree(meaning));
  });
});
