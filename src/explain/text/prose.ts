import { displayWidth } from '../../show/index.js';

/**
 * Breaks a sentence into lines of at most `width` columns, at blanks that are not non-breaking. A word that is longer has a line of its own.
 *
 * @param hang blanks in front of the second line and the following ones
 */
export function wrapped(text: string, width: number, hang = 0): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(longer) > width) {
      lines.push(line);
      line = ' '.repeat(hang) + word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].map((one) => one.replaceAll('\u00a0', ' '));
}
