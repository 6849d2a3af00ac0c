import fc from 'fast-check';
import { closest } from '../../src/words/closest.js';

describe('closest', () => {
  it('closest(word, candidates) finds one letter too many, too few, changed, or swapped with its neighbour', () => {
    const flags = Object.freeze(['causal', 'scale', 'softcap', 'window']);
    expect(closest('caussal', flags)).toBe('causal');
    expect(closest('cusal', flags)).toBe('causal');
    expect(closest('cadsal', flags)).toBe('causal');
    expect(closest('sclae', flags)).toBe('scale');
  });

  it('closest counts a swap as one slip, so short words can match', () => {
    expect(closest('epx', ['exp'])).toBe('exp');
    expect(closest('nq', ['n_q', 'n_k'])).toBe('n_q');
  });

  it('closest says nothing when nothing is near', () => {
    expect(closest('temperature', ['causal', 'scale'])).toBeUndefined();
    expect(closest('k', ['i', 'j', 'h', 'b'])).toBeUndefined();
    expect(closest('on', ['or', 'in'])).toBeUndefined();
    expect(closest('word', [])).toBeUndefined();
    expect(closest('', ['a'])).toBeUndefined();
  });

  it('closest takes upper for lower case and keeps the candidate as it is written', () => {
    expect(closest('I', ['i'])).toBe('i');
    expect(closest('softmax', ['SoftMax'])).toBe('SoftMax');
  });

  it('closest compares letters, not code units: é may be composed or not, an emoji is one letter', () => {
    expect(closest('cafe\u0301', ['café'])).toBe('café');
    expect(closest('mè', ['mẹ', 'mè'])).toBe('mè');
    expect(closest('ab🙂', ['ab🙃'])).toBe('ab🙃');
  });

  it('closest gives the first of equally near candidates', () => {
    expect(closest('sin2', ['sind', 'sinh'])).toBe('sind');
  });

  it('closest does not spend time on very long words', () => {
    expect(closest('a'.repeat(1e6), ['a'.repeat(1e6)])).toBeUndefined();
  });

  it('closest finds every word that is itself a candidate', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30, unit: 'grapheme' }), (word) => {
        expect(closest(word, ['other', word])?.normalize('NFC').toLowerCase()).toBe(
          word.normalize('NFC').toLowerCase(),
        );
      }),
    );
  });

  it('closest finds any word of six letters or more after one letter is lost', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{6,20}$/), fc.nat(), (word, place) => {
        const at = place % word.length;
        expect(closest(word.slice(0, at) + word.slice(at + 1), [word])).toBe(word);
      }),
    );
  });
});
