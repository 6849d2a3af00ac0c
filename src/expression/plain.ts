const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const NOT_FINITE = /^([+-]?)(inf|infinity|nan)$/i;
const LONGEST = 500;

/**
 * The number that a text plainly is, without any reckoning; undefined where it is none or too large for float64.
 *
 * @example plainNumber(' -2.5e3 ') // => -2500
 * @example plainNumber('-inf') // => -Infinity
 * @example plainNumber('1/2') // => undefined
 */
export function plainNumber(text: string): number | undefined {
  if (text.length > LONGEST) return undefined;
  const trimmed = text.trim();
  const special = NOT_FINITE.exec(trimmed);
  if (special) {
    if (special[2]!.toLowerCase() === 'nan') return NaN;
    return special[1] === '-' ? -Infinity : Infinity;
  }
  if (!DECIMAL.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}
