/** Characters shown on either side of the cell in question. */
const AROUND = 28;

/**
 * A row as it was written, on one line, cut around the place in question when it is long.
 *
 * @param from begin of the row in the text
 * @param to end of the row
 * @param at begin of the cell in question
 * @param length length of the cell
 * @example excerpt('[[1,\n 2]]', 1, 8, 2, 1) // => '[1, 2]'
 */
export function excerpt(text: string, from: number, to: number, at: number, length: number): string {
  const whole = to - from <= 2 * AROUND + 14;
  let start = whole ? from : Math.max(from, at - AROUND);
  let end = whole ? to : Math.min(to, at + Math.min(length, 40) + AROUND);
  // Cut between cells, so that no half number is shown.
  if (start > from) start = between(text, start, at, 1) ?? start;
  if (end < to) end = between(text, end, at + length, -1) ?? end;
  const shown = text.slice(start, end).replace(/\s+/g, ' ').trim();
  return `${start > from ? '… ' : ''}${shown}${end < to ? ' …' : ''}`;
}

function between(text: string, from: number, to: number, step: 1 | -1): number | undefined {
  for (let at = from; step > 0 ? at < to : at > to; at += step) {
    if (/[,;\t ]/.test(text[at]!)) return step > 0 ? at + 1 : at;
  }
  return undefined;
}
