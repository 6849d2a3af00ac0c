import fc from 'fast-check';
import { scan } from '../../src/expression/tokens.js';

const pieces = (text: string) => scan(text).map(({ kind, text: piece }) => `${kind}:${piece}`);

describe('scan', () => {
  it('scan(text) cuts numbers, names, operators and brackets apart', () => {
    expect(pieces('1.5e-3*d_k<=.5')).toEqual(['number:1.5e-3', 'operator:*', 'name:d_k', 'operator:<=', 'number:.5']);
    expect(pieces('max(i,2)')).toEqual(['name:max', 'open:(', 'name:i', 'comma:,', 'number:2', 'close:)']);
  });

  it('scan(text) tells words that are operators from names', () => {
    expect(pieces('i and not j')).toEqual(['name:i', 'operator:and', 'operator:not', 'name:j']);
    expect(pieces('7 mod (4)').map((piece) => piece.split(':')[0])).toEqual([
      'number',
      'operator',
      'open',
      'number',
      'close',
    ]);
    expect(pieces('mod(7, 4)')[0]).toBe('name:mod');
    expect(pieces('2 * mod(7, 4)')[2]).toBe('name:mod');
    expect(pieces('i mod mod(7, 4)').slice(1, 3)).toEqual(['operator:mod', 'name:mod']);
    expect(pieces('android')).toEqual(['name:android']);
  });

  it('scan(text) keeps operators of other languages in one piece', () => {
    expect(pieces('i && j === 2 ** 3')).toEqual([
      'name:i',
      'foreign:&&',
      'name:j',
      'foreign:===',
      'number:2',
      'foreign:**',
      'number:3',
    ]);
  });

  it('scan(text) reads i<-1 as i < -1', () => {
    expect(pieces('i<-1')).toEqual(['name:i', 'operator:<', 'operator:-', 'number:1']);
  });

  it('scan(text) loses nothing but blanks, and knows the place of every piece', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const tokens = scan(text);
        expect(tokens.map((token) => token.text).join('')).toBe(text.replace(/\s/gu, ''));
        for (const token of tokens) expect(text.startsWith(token.text, token.at)).toBe(true);
      }),
    );
  });
});
