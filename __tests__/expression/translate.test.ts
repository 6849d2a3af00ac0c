import { parse } from '../../src/expression/mathjs.js';
import { NO_ARRAYS } from '../../src/expression/names.js';
import { scan } from '../../src/expression/tokens.js';
import { say } from '../../src/words/index.js';
import { translate } from '../../src/expression/translate.js';

const standing = (text: string) =>
  scan(text).filter(({ kind }) => kind !== 'open' && kind !== 'close' && kind !== 'comma');
const mistakes = (text: string, variables: readonly string[] = ['i', 'j']) =>
  translate(parse(text), standing(text), variables, NO_ARRAYS).mistakes.map(({ at, fact }) => ({ at, ...say(fact) }));
const first = (text: string, variables?: readonly string[]) => mistakes(text, variables)[0];

describe('translate', () => {
  it('translate gives every node the place of its own token', () => {
    const text = 'a + (b - f(c, -d)) * e1 < where(g, h1, k) < (l ? m : n) ^ not(o)';
    const places = mistakes(text, [])
      .map(({ at }) => at)
      .sort((x, y) => x - y);
    const names = ['a', 'b', 'f', 'c', 'd', 'e1', 'g', 'h1', 'k', 'l', 'm', 'n', 'o'];
    expect(places).toEqual(expect.arrayContaining(names.map((name) => text.search(new RegExp(`\\b${name}\\b`)))));
  });

  it.each([
    ['not i < j', "'not' takes only the value right after it"],
    ['1 + not i', "'not' takes only the value right after it"],
    ['-not i < j', "'not' takes only the value right after it"],
    ['0 < i < not j', "'not' takes only the value right after it"],
  ])('translate(%j) refuses what mathjs and mathematics read differently', (text, what) => {
    expect(first(text)?.what).toBe(what);
  });

  it.each(['not (i < j)', 'not i and j', 'not not i', 'i and not j', 'not i', '(not i) + j', 'not (i) or j'])(
    'translate(%j) is content',
    (text) => {
      expect(mistakes(text)).toEqual([]);
    },
  );

  it.each([
    ['d_k', 'd_k only in --scale (i, j are known here)'],
    ['s', 's only in --score-mod (i, j are known here)'],
    ['ln(i)', 'log(x), which is the natural logarithm'],
    ['relu(i)', 'max(x, 0)'],
    ['tanhh(i)', 'did you mean tanh?'],
    ['Nan', 'did you mean nan? (i, j are known here)'],
    ['sqrt', 'write sqrt(…)'],
    ['i(2)', 'write i * (…) if you mean the product'],
    ['e(2)', 'write e * (…) if you mean the product'],
    ['or(i, j)', 'a or b: it stands between two conditions'],
    ['row', 'i, j are known here'],
  ])('translate(%j) says what to write: %s', (text, fix) => {
    expect(first(text)?.fix).toBe(fix);
  });

  it.each([
    ['sqrt()', 'sqrt takes 1 value, found none'],
    ['pow(2)', 'pow takes 2 values, found 1'],
    ['log(1, 2, 3)', 'log takes 1 or 2 values, found 3'],
    ['min()', 'min takes at least 1 value, found none'],
    ['where(1, 2)', 'where takes 3 values: where(condition, a, b), found 2'],
    ['mod(1, 2, 3)', 'mod takes 2 values, found 3'],
  ])('translate(%j) counts the arguments: %s', (text, what) => {
    expect(first(text)?.what).toBe(what);
  });

  // These never come so far, since the structure is checked before; the list of what is allowed does not rely on that.
  it.each([
    '[1, 2]',
    '{a: 1}',
    '"text"[1]',
    'i.constructor',
    'i[1]',
    '1:3',
    'x = 3',
    'f(x) = x',
    '1; 2',
    'i!',
    "i'",
    '~i',
    'i & j',
    'i | j',
    'i << j',
    'i .* j',
    'i to j',
    'i ?? j',
    '2 i',
    'i ./ j',
  ])('translate(%j) refuses a node that is not on its list', (text) => {
    expect(mistakes(text).length).toBeGreaterThan(0);
  });

  it.each([
    ['2 i', 'multiplication must be written: *'],
    ['[1, 2]', 'ArrayNode is not allowed in an expression'],
    ['i!', `'i' is not allowed in an expression`],
    ['i to j', `'to' is not allowed in an expression`],
  ])('translate(%j) says: %s', (text, what) => {
    expect(mistakes(text).map((mistake) => mistake.what)).toContain(what);
  });

  it('translate says of a number too large for float64 that it is', () => {
    expect(first('1e999')).toEqual({
      at: 0,
      what: '1e999 is too large for a float64',
      fix: 'write inf if you mean it',
    });
  });
});
