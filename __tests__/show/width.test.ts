import { center, displayWidth, padEnd, padStart } from '../../src/show/width.js';

describe('displayWidth', () => {
  it('counts what a terminal draws, by grapheme', () => {
    expect(['cat', '日本', 'e\u0301', '👨‍👩‍👧', '1️⃣', 'được', '\u001b[1mcat\u001b[22m', ''].map(displayWidth)).toEqual([3, 4, 1, 2, 2, 4, 3, 0]);
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
