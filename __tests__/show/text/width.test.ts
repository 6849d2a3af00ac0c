import stringWidth from 'string-width';
import { center, displayWidth, padEnd, padStart } from '../../../src/show/text/width.js';

describe('displayWidth', () => {
  it('counts what a terminal draws, by grapheme', () => {
    expect(['cat', '日本', 'e\u0301', '👨‍👩‍👧', '1️⃣', 'được', '\u001b[1mcat\u001b[22m', ''].map(displayWidth)).toEqual([
      3, 4, 1, 2, 2, 4, 3, 0,
    ]);
  });
});

describe('displayWidth of one character', () => {
  it('is what string-width says, for every sign and letter below U+2E80 and samples above', () => {
    const wrong: string[] = [];
    for (let code = 0x20; code < 0x10000; code++) {
      const text = `a${String.fromCharCode(code)}b`;
      if (
        /\p{L}|\p{S}|\p{P}|\p{N}/u.test(text[1]!) &&
        (code < 0x2e80 || code % 97 === 0) &&
        displayWidth(text) !== stringWidth(text)
      )
        wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });
});

describe('padStart, padEnd and center', () => {
  it('fill up to a width in columns, not in characters', () => {
    expect(padStart('日本', 6)).toBe('  日本');
    expect(padEnd('日本', 6)).toBe('日本  ');
    expect(center('日本', 7)).toBe(' 日本  ');
  });
  it('leave what is too wide as it is', () => {
    expect([padStart('cat', 2), padEnd('cat', 2), center('cat', 2)]).toEqual(['cat', 'cat', 'cat']);
  });
});
