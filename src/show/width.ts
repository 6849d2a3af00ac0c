import stringWidth from 'string-width';

const PLAIN = /^[\x20-\x7e]*$/;

/**
 * Columns a text takes in a terminal: by grapheme, wide characters and emoji count 2, colour escapes 0.
 *
 * @example displayWidth('日本') // => 4
 */
export function displayWidth(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** Blanks in front, up to `width` columns; a text that is wider stays as it is. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** Blanks behind, up to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Blanks on both sides; an odd one goes behind. */
export function center(text: string, width: number): string {
  const blanks = Math.max(0, width - displayWidth(text));
  return ' '.repeat(blanks >> 1) + text + ' '.repeat(blanks - (blanks >> 1));
}
