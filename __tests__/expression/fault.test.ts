import fc from 'fast-check';
import stringWidth from 'string-width';
import { excerptAt } from '../../src/expression/fault.js';
import { excerptText } from '../../src/words/place.js';

/** The two lines that are printed. */
const picture = (text: string, at: number) => excerptText(excerptAt(text, at)) as readonly [string, string];

describe('excerptAt, with its caret', () => {
  it('a caret stands under the place', () => {
    expect(picture('j <= i and k < 3', 11)).toEqual(['j <= i and k < 3', '           ^']);
  });

  it('the caret of text.length stands behind the end', () => {
    expect(picture('i +', 3)).toEqual(['i +', '   ^']);
  });

  it('columns count, not characters: 日 takes two, a combining accent none, an emoji two', () => {
    expect(picture('日本 + k', 5)).toEqual(['日本 + k', '       ^']);
    expect(picture('e\u0301 + k', 5)[1]).toBe('    ^');
    expect(picture('🙂 + k', 5)[1]).toBe('     ^');
  });

  it('every blank and every character that cannot be seen takes one column', () => {
    expect(picture('i\t+\u0000\u202e\nk', 6)).toEqual(['i +\uFFFD\uFFFD k', '      ^']);
  });

  it('of a long text what is near the place is shown', () => {
    const text = `${'i + '.repeat(100)}k${' + j'.repeat(100)}`;
    const [line, caret] = picture(text, 400);
    expect(line[caret.indexOf('^')]).toBe('k');
    expect(line).toMatch(/^….*…$/);
    expect(stringWidth(line)).toBeLessThanOrEqual(100);
  });

  it('no line is made that a terminal could break or obey', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), fc.nat(600), (text, place) => {
        const [line, caret] = picture(text, Math.min(place, text.length));
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
        expect(caret).toMatch(/^ *\^$/);
        expect(stringWidth(line)).toBeLessThanOrEqual(170);
      }),
    );
  });
});
