import fc from 'fast-check';
import { asciiLabel, distinctLabels, safeLabel } from '../../../src/show/text/label.js';
import { CONTROL, HOSTILE } from '../sample.js';

describe('safeLabel', () => {
  // CWE-150; CVE-2021-25743 (kubectl), CVE-2024-52005 (git), CVE-2023-0302 (radare2) were such labels.
  it.each(HOSTILE)('shows %j without any character that could drive a terminal', (label) => {
    expect(safeLabel(label)).not.toMatch(CONTROL);
  });
  it('writes the code point and doubles the backslash, so that no two labels look the same', () => {
    expect(safeLabel('a\u001b[2J')).toBe('a\\u{1b}[2J');
    expect(safeLabel('\\u{1b}')).toBe('\\\\u{1b}');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(safeLabel(a) === safeLabel(b)).toBe(a === b);
      }),
    );
  });
  it('leaves words, marks and emoji of any script alone', () => {
    for (const word of ["didn't", 'được', '猫', 'हिन्दी', '👩‍⚕️', '👩🏽‍💻', '❤️‍🔥', '👨‍👩‍👧']) expect(safeLabel(word)).toBe(word);
  });
  it('never lets a control character through, whatever the label', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (label) => {
        expect(safeLabel(label).replace(/\u200d/g, '')).not.toMatch(CONTROL);
      }),
    );
  });
});

describe('asciiLabel', () => {
  it('shows any label in printable ASCII', () => {
    expect(asciiLabel('ngữ')).toBe('ng\\u{1eef}');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (label) => {
        expect(asciiLabel(label)).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});

describe('distinctLabels', () => {
  it('gives a repeated token its place in the sentence', () => {
    expect(distinctLabels(['the', 'cat', 'sat', 'the'], true)).toEqual(['the₁', 'cat', 'sat', 'the₄']);
    expect(distinctLabels(['the', 'cat', 'sat', 'the'], false)).toEqual(['the#1', 'cat', 'sat', 'the#4']);
  });
  it('gives labels that all differ, whatever the tokens', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'a₁', 'a₁₂', 'b', '')), fc.boolean(), (tokens, unicode) => {
        expect(new Set(distinctLabels(tokens, unicode)).size).toBe(tokens.length);
      }),
    );
  });
});
