import fc from 'fast-check';
import { clipLabel } from '../../../src/show/text/clip.js';
import { displayWidth } from '../../../src/show/text/width.js';

describe('clipLabel', () => {
  it('cuts at a whole grapheme and marks the cut', () => {
    expect(clipLabel('attention', 5)).toBe('atte…');
    expect(clipLabel('attention', 9)).toBe('attention');
    expect(clipLabel('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…');
    expect(clipLabel('👨‍👩‍👧👨‍👩‍👧', 3)).toBe('👨‍👩‍👧…');
    expect(clipLabel('attention', 5, '...')).toBe('at...');
  });
  it('never gets wider than it may', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 10 }), (text, width) => {
        expect(displayWidth(clipLabel(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
