import { AttnError } from '../../src/core/error.js';
import { resolveToken } from '../../src/explain/token.js';
import { said } from '../said.js';
import { say } from '../../src/words/index.js';

const CAT = Object.freeze(['the', 'cat', 'sat', 'down']);
const TWO = Object.freeze(['The', 'dog', 'bit', 'the', 'dog', '3']);

const faultOf = (spec: string, words: readonly string[]) => {
  try {
    resolveToken(spec, words);
  } catch (error) {
    if (error instanceof AttnError) return { kind: error.kind, ...said(error)[0] };
  }
  return undefined;
};

describe('resolveToken(spec, words)', () => {
  it('finds a word, a number from 1, and whatever the case where only one fits', () => {
    expect([resolveToken('sat', CAT), resolveToken('3', CAT), resolveToken('SAT', CAT)]).toEqual([
      { index: 2 },
      { index: 2 },
      { index: 2 },
    ]);
  });
  it('takes word#2 as the second occurrence', () => {
    expect(resolveToken('dog#2', TWO)).toEqual({ index: 4 });
    expect(resolveToken('the', TWO)).toEqual({ index: 3 });
  });
  it('takes the names that tables give to repeated words', () => {
    expect(resolveToken('dog₅', TWO)).toEqual({ index: 4 });
    expect(resolveToken('dog#5', TWO)).toEqual({ index: 4 });
  });
  it('takes the first of several equal words and names them all', () => {
    const { index, note } = resolveToken('dog', TWO, 'hide');
    expect(index).toBe(1);
    expect(note && say(note).what).toBe(
      "--hide: 'dog' stands 2 times; taken: the first. Choose with dog#1 (number 2), dog#2 (number 5)",
    );
  });
  it('prefers a word that looks like a number', () => expect(resolveToken('3', TWO)).toEqual({ index: 5 }));
  it('finds a decomposed word by its composed spelling', () =>
    expect(resolveToken('mèo', ['con', 'mèo'.normalize('NFD')])).toEqual({ index: 1 }));
  it('names the nearest word and the others when there is none', () => {
    expect(faultOf('czt', CAT)).toEqual({
      kind: 'usage',
      what: 'no token \'czt\' in "the cat sat down"',
      detail: 'tokens: the, cat, sat, down',
      fix: "did you mean 'cat'?",
    });
    expect(faultOf('zebra', CAT)).toEqual({
      kind: 'usage',
      what: 'no token \'zebra\' in "the cat sat down"',
      fix: 'the tokens are: the, cat, sat, down',
    });
    expect(faultOf('9', CAT)?.what).toBe('no token number 9: there are 4 tokens');
    expect(faultOf('0', CAT)?.what).toBe('no token number 0: there are 4 tokens');
  });
  it('lists no more than 20 tokens', () => {
    expect(
      faultOf(
        'zebra',
        Array.from({ length: 50 }, (_, at) => `w${at}`),
      )?.fix,
    ).toMatch(/w19 and 30 more$/);
  });
});
