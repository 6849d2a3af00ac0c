import { fixedNumber, needsExponent } from './number.js';

/**
 * One way of writing for all the numbers of a matrix: the same number of digits after the point everywhere, decimal
 * points under each other, every text equally wide (trim it where that is not wanted).
 *
 * The digits are the fewest that show every value exactly (0 for whole numbers), but never more than `precision`.
 * NaN and ±∞ are written as `NaN`, `∞`, `−∞` (ASCII: `inf`, `-inf`), flush right.
 *
 * @param values the numbers that will be written; masked cells left out
 * @param precision most digits after the point
 * @example [0.5, -12].map(columnFormat([0.5, -12], 4)) // => ['  0.5', '-12.0']
 */
export function columnFormat(values: Iterable<number>, precision: number, unicode = true): (x: number) => string {
  const all = [...new Set(values)];
  const places = placesFor(all, precision);
  const write = (x: number): string => {
    if (Number.isNaN(x)) return 'NaN';
    if (!Number.isFinite(x)) return (x < 0 ? (unicode ? '−' : '-') : '') + (unicode ? '∞' : 'inf');
    return fixedNumber(x, needsExponent(x) ? precision : places);
  };

  let before = 0; // widest part up to the decimal point
  let after = 0; // widest part from the point on
  let width = 0;
  for (const x of all) {
    const text = write(x);
    if (Number.isFinite(x)) {
      before = Math.max(before, pointOf(text));
      after = Math.max(after, text.length - pointOf(text));
    }
    width = Math.max(width, text.length);
  }
  width = Math.max(width, before + after);

  return (x) => {
    const text = write(x);
    const right = Number.isFinite(x) ? after - (text.length - pointOf(text)) : 0;
    return (text + ' '.repeat(Math.max(0, right))).padStart(width);
  };
}

/** The fewest digits after the point with which every plain value is exact; `precision` when there is none. */
function placesFor(values: readonly number[], precision: number): number {
  let places = 0;
  for (const x of values) {
    if (!Number.isFinite(x) || needsExponent(x)) continue;
    while (places < precision && Number(x.toFixed(places)) !== x) places++;
    if (places >= precision) break;
  }
  return places;
}

/** Where the decimal point is, or would be. */
function pointOf(text: string): number {
  const end = text.search(/[.e]/);
  return end < 0 ? text.length : end;
}
