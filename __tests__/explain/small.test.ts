import { alignPoints } from '../../src/explain/align.js';
import { inAscii } from '../../src/explain/ascii.js';
import { largest, smallest } from '../../src/explain/extremes.js';
import { keysIn } from '../../src/explain/session/keys.js';
import { barText } from '../../src/explain/text/bar.js';
import { wrapped } from '../../src/explain/text/prose.js';
import { ASCII, UNICODE } from '../../src/show/text/glyphs.js';

describe('the small parts of the lesson', () => {
  it('alignPoints puts points under each other, signs and words too', () => {
    expect(alignPoints(['0.5', '−12'])).toEqual(['  0.5', '−12  ']);
    expect(alignPoints(['≈−1.25', '3', '—'])).toEqual(['≈−1.25', '  3   ', '  —   ']);
  });
  it('inAscii takes the marks off Vietnamese and keeps what was ASCII', () => {
    expect(inAscii('Tôi lắng nghe, đều đặn ≈0.5 ●○ ►')).toBe('Toi lang nghe, deu dan ~0.5 *o >');
  });
  it('barText draws to an eighth of a column, in ASCII to a half', () => {
    expect(barText({ share: 0.4863, width: 20 }, UNICODE.bars)).toBe('█████████▊');
    expect(barText({ share: 0.4863, width: 20 }, ASCII.bars)).toBe('#########-');
    expect([barText({ share: NaN, width: 20 }, UNICODE.bars), barText({ share: 3, width: 2 }, UNICODE.bars)]).toEqual([
      '',
      '██',
    ]);
  });
  it('wrapped breaks at blanks, never at non-breaking ones, and never loses a word', () => {
    expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapped('one two\u00a0three', 7)).toEqual(['one', 'two three']);
    expect(wrapped('a verylongword b', 4, 1)).toEqual(['a', ' verylongword', ' b']);
  });
  it('keysIn tells keys apart and drops sequences it does not know', () => {
    expect(keysIn('a\u001b[C\r\u001bOA\u0003ữ\u001b[200~\u001b')).toEqual([
      'a',
      'right',
      'enter',
      'up',
      'interrupt',
      'ữ',
      'escape',
    ]);
  });
  it('largest and smallest take any number of values', () => {
    const many = Float64Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 300_007);
    expect([largest(many), smallest(many), largest([]), smallest([])]).toEqual([300_006, 0, -Infinity, Infinity]);
  });
});
