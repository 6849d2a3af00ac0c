/**
 * Constants worked out rather than copied: fixed-point numbers in a BigInt, from series whose every step is an exact
 * integer operation. From them come the tables of `exp` and `log`, and π for arguments of any size.
 */

/** A number times 2^bits, rounded down. */
export interface Fixed {
  readonly value: bigint;
  readonly bits: bigint;
}

/** atanh(1/n) = 1/n + 1/(3n³) + 1/(5n⁵) + …, so that log((n+1)/(n−1)) is twice this. */
export function atanhInverse(n: bigint, bits: bigint): bigint {
  return inverseSeries(n, bits, 1n);
}

/** arctan(1/n) = 1/n − 1/(3n³) + 1/(5n⁵) − … */
export function arctanInverse(n: bigint, bits: bigint): bigint {
  return inverseSeries(n, bits, -1n);
}

function inverseSeries(n: bigint, bits: bigint, sign: 1n | -1n): bigint {
  const signedSquare = sign * n * n;
  let power = (1n << bits) / n;
  let sum = 0n;
  for (let odd = 1n; power !== 0n; odd += 2n) {
    sum += power / odd;
    power /= signedSquare;
  }
  return sum;
}

/** e^x = 1 + x + x²/2! + … */
export function expSeries({ value, bits }: Fixed): bigint {
  let term = 1n << bits;
  let sum = 0n;
  for (let n = 1n; term !== 0n; n++) {
    sum += term;
    term = (term * value) / (n << bits);
  }
  return sum;
}

/**
 * The two float64 numbers whose sum comes closest: the nearest one, and the nearest to what it misses.
 *
 * @param value below 2^1000; `bits` at most 1000
 */
export function asSum({ value, bits }: Fixed): readonly [high: number, low: number] {
  const high = Number(value);
  const low = Number(value - BigInt(high));
  const unit = 1 / Number(1n << bits);
  return [high * unit, low * unit];
}
