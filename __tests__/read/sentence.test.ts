import fc from 'fast-check';
import { tokenize } from '../../src/read/sentence.js';

describe('tokenize', () => {
  it.each<[string, string, string[]]>([
    [
      'English',
      "The animal didn't cross the street because it was tired.",
      ['The', 'animal', "didn't", 'cross', 'the', 'street', 'because', 'it', 'was', 'tired', '.'],
    ],
    ['a curly apostrophe', 'don’t', ['don’t']],
    ['quotes around a word', '\'tis the dogs\' "bone"', ["'", 'tis', 'the', 'dogs', "'", '"', 'bone', '"']],
    ['numbers', '3.14, 1,000.5 and 2nd.', ['3.14', ',', '1,000.5', 'and', '2nd', '.']],
    ['hyphens', 'state-of-the-art — GPT-4', ['state', '-', 'of', '-', 'the', '-', 'art', '—', 'GPT', '-', '4']],
    [
      'punctuation, one by one',
      'What?! (50% of $5...)',
      ['What', '?', '!', '(', '50', '%', 'of', '$', '5', '.', '.', '.', ')'],
    ],
    ['names of programs', 'snake_case x1', ['snake_case', 'x1']],
    [
      'Vietnamese',
      'Con mèo không qua đường vì nó mệt.',
      ['Con', 'mèo', 'không', 'qua', 'đường', 'vì', 'nó', 'mệt', '.'],
    ],
    ['French', "L'été à Noël", ["L'été", 'à', 'Noël']],
    ['Catalan', 'col·lega', ['col·lega']],
    ['German', 'Straße, Übermut!', ['Straße', ',', 'Übermut', '!']],
    ['Russian', 'Привет, мир!', ['Привет', ',', 'мир', '!']],
    ['Greek', 'Γειά σου Κόσμε', ['Γειά', 'σου', 'Κόσμε']],
    ['Armenian', 'Բարեւ աշխարհ։', ['Բարեւ', 'աշխարհ', '։']],
    ['Georgian', 'გამარჯობა', ['გამარჯობა']],
    ['Hebrew', 'שלום צה״ל', ['שלום', 'צה״ל']],
    ['Arabic', 'مرحبا، يا عالم؟', ['مرحبا', '،', 'يا', 'عالم', '؟']],
    ['Persian with a zero-width non-joiner', 'می\u200cخواهم', ['می\u200cخواهم']],
    ['Hindi', 'नमस्ते दुनिया।', ['नमस्ते', 'दुनिया', '।']],
    ['Tamil', 'வணக்கம் உலகம்', ['வணக்கம்', 'உலகம்']],
    ['Amharic', 'ሰላም ለዓለም።', ['ሰላም', 'ለዓለም', '።']],
    ['Korean', '안녕하세요 세계', ['안녕하세요', '세계']],
    ['Chinese, character by character', '我爱北京。', ['我', '爱', '北', '京', '。']],
    ['Japanese: Katakana words, the rest by character', '東京タワーへ行く', ['東', '京', 'タワー', 'へ', '行', 'く']],
    ['Thai, letters with their marks', 'น้ำดี', ['น้ำ', 'ดี']],
    ['Lao', 'ນ້ຳ', ['ນ້ຳ']],
    ['Khmer', 'តី', ['តី']],
    ['Myanmar', 'လာပါ', ['လာ', 'ပါ']],
    ['Tibetan syllables', 'བོད་ཡིག', ['བོད', '་', 'ཡིག']],
    ['mixed scripts', 'iPhone手机ok', ['iPhone', '手', '机', 'ok']],
    ['emoji sequences', '👨‍👩‍👧‍👦 👍🏽ok 🇻🇳🇫🇷 1️⃣ ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿', ['👨‍👩‍👧‍👦', '👍🏽', 'ok', '🇻🇳', '🇫🇷', '1️⃣', '❤️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿']],
    ['control characters', 'a\u0000b\tc\u001b[1m', ['a', 'b', 'c', '[', '1m']],
    ['a zero-width space and a soft hyphen', 'a\u200bb so\u00adft', ['a', 'b', 'soft']],
    ['bidi controls', '\u202eabc\u202c', ['abc']],
    ['half a surrogate pair', '\ud83d x', ['\ufffd', 'x']],
    ['nothing', ' \n\t', []],
  ])('%s', (_, text, tokens) => {
    expect(tokenize(text)).toEqual(tokens);
  });

  it('takes é for one letter however it was typed', () => {
    expect(tokenize('e\u0301te\u0301')).toEqual(tokenize('\u00e9t\u00e9'));
  });

  it('loses nothing that can be seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const visible = (any: string): string => any.normalize('NFC').replace(/[\s\p{C}\p{Z}]/gu, '');
        expect(visible(tokenize(text).join(''))).toBe(visible(text));
      }),
    );
  });

  it('cuts every token again into itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."aé1.,'’-_ 我ごカーน้ำ👍🏽🇻\u200d\u0301") }), (text) => {
        for (const token of tokenize(text)) expect(tokenize(token).join('')).toBe(token);
      }),
    );
  });

  it('agrees with Intl.Segmenter on words of scripts that need no dictionary', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
    const unit = fc.constantFrom(..."abcéß ђд λ ש 1 2.3 don't ,;!?-", ' ');
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const words = [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
        // UAX #29 joins a point between letters (e.g. host names); here it is always punctuation.
        fc.pre(!/\p{L}[.]\p{L}|\p{L}[.,'][\d]|\d[.,']\p{L}|\d'|'\d|[א-ת]['"]/u.test(text));
        expect(tokenize(text).filter((token) => /[\p{L}\p{N}]/u.test(token))).toEqual(words);
      }),
    );
  });

  it('takes a long text in one go', () => {
    expect(tokenize("ab' ".repeat(100_000))).toHaveLength(200_000);
    expect(tokenize('ー'.repeat(100_000))).toHaveLength(1);
    expect(tokenize('1.'.repeat(100_000))).toHaveLength(2);
  });
});
