/**
 * A number that is not finite, as it is written in every language.
 *
 * @example numberName(-Infinity) // => '−∞'
 */
export function numberName(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
}

/**
 * A number that is not finite, as it is typed.
 *
 * @example numberWord(-Infinity) // => '-inf'
 */
export function numberWord(value: number): string {
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

/**
 * Variables of an expression, as they are in one cell.
 *
 * @example cellText({ i: 3, j: 0 }) // => 'i = 3, j = 0'
 */
export function cellText(cell: Readonly<Record<string, number>>): string {
  return Object.entries(cell)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
}

/**
 * `i`, `i + 3`; where the batch items differ, all of them: `i + 2, i − 1 by batch item`.
 *
 * @param byItem what is said where they differ
 * @example offsetText([2, -1], 'by batch item') // => 'i + 2, i − 1 by batch item'
 */
export function offsetText(offsets: readonly number[], byItem: string): string {
  const text = (offset: number): string => `i${offset ? ` ${offset < 0 ? '−' : '+'} ${Math.abs(offset)}` : ''}`;
  const differ = offsets.some((offset) => offset !== offsets[0]);
  return differ ? `${offsets.map(text).join(', ')} ${byItem}` : text(offsets[0] ?? 0);
}
