import { displayWidth } from './width.js';

/**
 * Parts put on one line, or on as many as the width asks for; lines after the first are indented by two.
 * A part is never cut.
 *
 * @example wrapParts(['causal: top-left', 'dtype: float16'], ' · ', 20) // => 'causal: top-left\n  dtype: float16'
 */
export function wrapParts(parts: readonly string[], separator: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    const longer = line === '' ? part : line + separator + part;
    if (line !== '' && displayWidth(longer) > width) {
      lines.push(line);
      line = `  ${part}`;
    } else line = longer;
  }
  return [...lines, line].join('\n');
}
