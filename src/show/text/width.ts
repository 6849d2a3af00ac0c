import stringWidth from 'string-width';

/**
 * ASCII, Latin letters with marks (Vietnamese too), Greek, arrows, mathematics, boxes and bars, the stand-in of box.ts: one column each, whatever stands beside
 * them. Taking the others apart into graphemes is a hundred times slower.
 */
const NARROW =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03c9\u1d40\u1e00-\u1eff\u2010-\u2027\u2070-\u209c\u2190-\u2193\u2200-\u22ff\u2500-\u25af\u25b2-\u25cf\ue000]*$/;

/** The escapes that our own colours are made of. */
const COLOUR = /\x1b\[[\d;]*m/g;

/**
 * Columns a text takes in a terminal: by grapheme, wide characters and emoji count 2, colour escapes 0.
 *
 * @example displayWidth('日本') // => 4
 */
export function displayWidth(text: string): number {
  const plain = text.includes('\x1b') ? text.replace(COLOUR, '') : text;
  return NARROW.test(plain) ? plain.length : stringWidth(plain);
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
