/** Powers of ten that float64 holds exactly. */
export const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

const POINT = 46,
  ZERO = 48,
  NINE = 57;
/** 2^27 + 1 splits a float64 into two halves of 26 bits (Veltkamp, Dekker). */
const SPLITTER = 134_217_729;
/** Wider than all rounding errors below (2^-49), so that a quotient this near to the middle of two numbers is not trusted. */
const DOUBT = 1 + 2 ** -30;

/**
 * The float64 nearest to a decimal number of 16 to 22 digits (zeros in front not counted), without making a string of it: the digits as a sum of two numbers,
 * divided by a power of ten with the remainder carried along (https://doi.org/10.1007/BF01397083), rounded once.
 *
 * @param begin first digit in the bytes, or the point
 * @param end behind the last digit
 * @param scale the digits, read as a whole number, times 10^scale are the value; −22 to −1
 * @returns NaN when there are more digits, or the value is too near to the middle of two numbers to be sure
 * @example longDecimal(Buffer.from('0.12345678901234567'), 0, 19, -17) // => 0.12345678901234567
 */
export function longDecimal(bytes: Uint8Array, begin: number, end: number, scale: number): number {
  let head = 0;
  let tail = 0;
  let digits = 0;
  for (let at = begin; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === POINT) continue;
    if (byte < ZERO || byte > NINE) break;
    if (digits === 0 && byte === ZERO) continue;
    if (digits < 15) head = head * 10 + (byte - ZERO);
    else tail = tail * 10 + (byte - ZERO);
    digits++;
  }
  if (digits < 16 || digits > 22) return NaN;

  // digits = high + low, exactly: all parts are whole numbers.
  const power = EXACT_POWERS[digits - 15]!;
  const product = head * power;
  const high = product + tail;
  const low = productError(head, power, product) + (tail - (high - product));

  const divisor = EXACT_POWERS[-scale]!;
  const quotient = high / divisor;
  const back = quotient * divisor;
  const rest = (high - back - productError(quotient, divisor, back) + low) / divisor;
  const value = quotient + rest;
  return value + (rest - (value - quotient)) * DOUBT === value ? value : NaN;
}

/** What a product lost when it was rounded: a·b − product, exactly. */
function productError(a: number, b: number, product: number): number {
  const bigA = SPLITTER * a;
  const highA = bigA - (bigA - a);
  const lowA = a - highA;
  const bigB = SPLITTER * b;
  const highB = bigB - (bigB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}
