/** Characters that could drive a terminal, hide, or turn the reading direction (CWE-150); and the backslash. */
const DANGEROUS = /[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const JOINER_IN_EMOJI =
  /(?<=\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)\u200d(?=\p{Extended_Pictographic})/gu;
const ORDINARY = /^[ -[\]-~]*$/;

/**
 * A label as it may be shown anywhere: every control, format, separator and surrogate character becomes a visible
 * `\u{1b}`, and a backslash is doubled, so that nothing shown this way can be mistaken for it. A zero-width joiner
 * stays between two emoji.
 *
 * @example safeLabel('a\u001b[2J') // => 'a\\u{1b}[2J'
 */
export function safeLabel(text: string): string {
  if (ORDINARY.test(text)) return text;
  const joiners = new Set(Array.from(text.matchAll(JOINER_IN_EMOJI), (match) => match.index));
  return text.replace(DANGEROUS, (char, at: number) => {
    if (char === '\\') return '\\\\';
    return joiners.has(at) ? char : codePoint(char);
  });
}

/**
 * The label in ASCII alone: what `safeLabel` shows, with every other character as its code point too.
 *
 * @example asciiLabel('ngữ') // => 'ng\\u{1eef}'
 */
export function asciiLabel(text: string): string {
  return safeLabel(text).replace(/[^\x20-\x7e]/gu, codePoint);
}

/**
 * Labels that can be told apart: a token that occurs more than once gets its place in the sentence, from 1.
 *
 * @example distinctLabels(['the', 'cat', 'the'], true) // => ['the₁', 'cat', 'the₃']
 * @example distinctLabels(['the', 'cat', 'the'], false) // => ['the#1', 'cat', 'the#3']
 */
export function distinctLabels(tokens: readonly string[], unicode: boolean): string[] {
  let labels = [...tokens];
  for (;;) {
    const seen = new Map<string, number>();
    for (const label of labels) seen.set(label, (seen.get(label) ?? 0) + 1);
    if (seen.size === labels.length) return labels;
    // A token may itself look like `the₁`; hence again, until all differ.
    labels = labels.map((label, at) => (seen.get(label) === 1 ? label : label + index(at + 1, unicode)));
  }
}

/** Labels that are safe to show and can be told apart. */
export function shownLabels(labels: readonly string[], unicode: boolean): string[] {
  return distinctLabels(labels.map(unicode ? safeLabel : asciiLabel), unicode);
}

function index(place: number, unicode: boolean): string {
  return unicode ? String(place).replace(/\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'.charAt(Number(digit))) : `#${place}`;
}

function codePoint(char: string): string {
  return `\\u{${char.codePointAt(0)?.toString(16)}}`;
}
