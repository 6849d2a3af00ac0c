import { wrapParts } from '../../../src/show/text/wrap.js';

describe('wrapParts', () => {
  it('puts parts on one line where they fit', () => {
    expect(wrapParts(['a', 'b'], ' · ', Infinity)).toBe('a · b');
    expect(wrapParts([], ' · ', 80)).toBe('');
  });
  it('begins a new line, indented, before a part that does not fit', () => {
    expect(wrapParts(['causal: top-left', 'dtype: float16'], ' · ', 20)).toBe('causal: top-left\n  dtype: float16');
  });
  it('breaks a part at its blanks when no line is wide enough, and never a word', () => {
    expect(wrapParts(['one two three'], ' · ', 9)).toBe('one two\n  three');
    expect(wrapParts(['  incomprehensible'], ' · ', 4)).toBe('  incomprehensible');
  });
});
