import { displayWidth } from './width.js';

/**
 * Parts put on one line, or on as many as the width asks for; lines after the first are indented by two. A part that is
 * wider than the whole line is broken at its blanks; a word never is.
 *
 * @example wrapParts(['causal: top-left', 'dtype: float16'], ' · ', 20) // => 'causal: top-left\n  dtype: float16'
 */
export function wrapParts(parts: readonly string[], separator: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  const add = (piece: string, between: string): void => {
    const longer = line === '' ? piece : line + between + piece;
    if (line !== '' && displayWidth(longer) > width) {
      lines.push(line);
      line = `  ${piece}`;
    } else line = longer;
  };
  for (const part of parts) {
    if (displayWidth(part) + 2 <= width) add(part, separator);
    else part.split(/(?<=\S) /).forEach((word, at) => add(word, at === 0 ? separator : ' '));
  }
  return [...lines, line].join('\n');
}
