import { dataError } from './facts.js';

// Words by Unicode properties, without a dictionary, so that a sentence is cut the same on every machine. (Intl.Segmenter cuts
// Chinese and Thai by the dictionaries of its ICU version.) The rules are those of UAX #29 where it needs no dictionary:
// https://www.unicode.org/reports/tr29/#Default_Word_Boundaries

/** Far longer than anything whose words can all be compared with each other. */
const LONGEST = 1_000_000;

/** Written without blanks: each ideograph, and each letter with its marks, is a token of its own. */
const UNSPACED = String.raw`[\p{sc=Han}\p{sc=Hira}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]`;
/** What stands with the letter before it: marks, joiners, the vowels AM of Thai and Lao, the long-vowel mark of Kana. */
const MARKS = String.raw`(?:[\p{M}\u200c\u0e33\u0eb3\u30fc]|\u200d)*`;
/** Letters of scripts that put blanks between words (Katakana runs stay together too), digits and connectors. */
const LETTER = String.raw`(?!${UNSPACED})[\p{L}\p{N}\p{Pc}]${MARKS}`;
/** Apostrophes, the Catalan middle dot and the Hebrew geresh and gershayim stand inside words. */
const IN_WORD = String.raw`['\u2019\u00b7\u05f3\u05f4](?=(?!${UNSPACED})\p{L})`;
/** The point or comma of a number stands between two digits. */
const IN_NUMBER = String.raw`(?<=\p{Nd})[.,](?=\p{Nd})`;
const PICTURE = String.raw`\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?[\u{e0020}-\u{e007f}]*`;

const TOKEN = new RegExp(
  [
    String.raw`\p{RI}\p{RI}`, // flags
    String.raw`[0-9#*]\ufe0f?\u20e3`, // keycaps
    String.raw`${PICTURE}(?:\u200d${PICTURE})*`, // emoji, with skin tones and joined families
    String.raw`(?:${LETTER}|(?<=\p{L}${MARKS})${IN_WORD}|${IN_NUMBER})+`, // words and numbers
    String.raw`[^\s\p{Z}\p{Cc}\u200b]${MARKS}`, // ideographs, single letters, punctuation, symbols
  ].join('|'),
  'gu',
);

/**
 * Words and punctuation marks of a sentence. The text is composed first (NFC), so that é is one letter however it was typed.
 * A word is a run of letters, digits and connectors; apostrophes between letters stay inside (didn't), a point or comma
 * between digits too (3.14). Hyphens and all other punctuation marks are tokens of their own, one by one; blanks and
 * invisible format characters are dropped. Chinese characters and Hiragana stand alone, as do the letters of Thai, Lao,
 * Khmer and Myanmar with their marks: no dictionary is asked where their words end. Emoji sequences are one token.
 *
 * @throws AttnError for a text of more than a million characters
 * @example tokenize("The animal didn't cross.") // => ['The', 'animal', "didn't", 'cross', '.']
 * @example tokenize('well-known: 3.14 我爱你') // => ['well', '-', 'known', ':', '3.14', '我', '爱', '你']
 */
export function tokenize(text: string): string[] {
  if (text.length > LONGEST)
    throw dataError({
      code: 'sentence-too-long',
      found: text.length,
      most: LONGEST,
    });
  // Format characters show nothing; only joiners, emoji tags and the zero-width space have a say in where words end.
  const wellFormed = text.replace(/\p{Cs}/gu, '\ufffd').normalize('NFC');
  const visible = wellFormed.replace(/(?![\u200b-\u200d\u{e0020}-\u{e007f}])\p{Cf}/gu, '');
  return visible.match(TOKEN) ?? [];
}
