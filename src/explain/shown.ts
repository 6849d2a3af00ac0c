/** A number as the lesson writes it, and whether that is the whole truth. */
export interface Shown {
  readonly text: string;
  /** The printed decimal is the value itself: `=` may stand before it, else `≈`. */
  readonly exact: boolean;
}

/** How to write what is nearer to 0 than the last digit: `3.1e-7`, or `0.0000` beside larger numbers. */
export type Tiny = 'exponent' | 'zero';

/**
 * A number with at most `digits` digits after the point: all of it where it fits (0, 2.5, −1), else rounded.
 * Numbers from 10¹² take an exponent, and so do tiny ones unless told otherwise.
 *
 * @example shown(0.0399189, 4) // => { text: '0.0399', exact: false }
 * @example shown(-0.5, 4) // => { text: '−0.5', exact: true }
 */
export function shown(x: number, digits: number, tiny: Tiny = 'exponent'): Shown {
  if (Number.isNaN(x)) return { text: 'NaN', exact: true };
  const sign = x < 0 ? '−' : '';
  const size = Math.abs(x);
  if (size === Infinity) return { text: `${sign}∞`, exact: true };
  const shortest = String(size);
  const places = shortest.split('.')[1]?.length ?? 0;
  if (size < 1e12 && places <= digits && !shortest.includes('e')) return { text: sign + shortest, exact: true };
  const text =
    size >= 1e12 || (tiny === 'exponent' && size < 10 ** -digits)
      ? size.toExponential(Math.max(0, digits - 1))
      : size.toFixed(digits);
  return { text: (Number(text) === 0 ? '' : sign) + text, exact: Number(text) === size };
}

/** Among numbers that stand together, tiny ones are 0.0000; where all are tiny, their exponents tell them apart. */
export function tinyAmong(values: Iterable<number>, digits: number): Tiny {
  for (const x of values) if (Math.abs(x) >= 10 ** -digits) return 'zero';
  return 'exponent';
}

/** The text alone. */
export function number(x: number, digits: number, tiny?: Tiny): string {
  return shown(x, digits, tiny).text;
}

/** With `≈` in front where it is rounded. */
export function marked(x: number, digits: number, tiny?: Tiny): string {
  const { text, exact } = shown(x, digits, tiny);
  return exact ? text : `≈${text}`;
}

/**
 * `=` only where every printed term and the printed value are exact.
 *
 * @example relation([0.1, 0.2, 0.1 + 0.2], 4) // => '≈'
 */
export function relation(values: readonly number[], digits: number): '=' | '≈' {
  return values.every((x) => shown(x, digits).exact) ? '=' : '≈';
}

/**
 * The first digits of a number and an ellipsis: cut, not rounded, so that every digit shown is one of its own.
 *
 * @example cut(0.972523, 5) // => '0.97252…'
 */
export function cut(x: number, places: number): string {
  const whole = shown(x, places);
  if (whole.exact) return whole.text;
  const [integer, fraction] = Math.abs(x)
    .toFixed(Math.min(100, places + 6))
    .split('.') as [string, string];
  return `${x < 0 ? '−' : ''}${integer}.${fraction.slice(0, places)}…`;
}

/**
 * A share of 1 in per cent.
 *
 * @example percent(0.0399, 1) // => '4.0 %'
 */
export function percent(share: number, digits: number): string {
  return Number.isNaN(share) ? 'NaN' : `${(share * 100).toFixed(digits)} %`;
}

/**
 * Do the printed numbers add up to the printed sum, digit for digit? (0.9725 + 0.2949 is 1.2674, not 1.2675.)
 *
 * @example addsUp([0.97252, 0.29493], 1.26746, 4) // => false
 */
export function addsUp(terms: readonly number[], sum: number, digits: number): boolean {
  const printed = terms.reduce((total, x) => total + Number(x.toFixed(digits)), 0);
  return Math.abs(printed - Number(sum.toFixed(digits))) < 0.5 * 10 ** -digits;
}
