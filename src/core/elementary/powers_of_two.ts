/** 2^k at place k + 1022, for the normal numbers: k from −1022 to 1023. */
export const POWERS_OF_TWO = powersOfTwo();

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2046);
  let power = 1;
  for (let k = 0; k <= 1023; k++, power *= 2) powers[k + 1022] = power;
  power = 1;
  for (let k = 0; k >= -1022; k--, power /= 2) powers[k + 1022] = power;
  return powers;
}

/**
 * x · 2^k, rounded once (x between 1/4 and 4), also where 2^k itself or the result is out of the normal range.
 *
 * @param k from −1222 to 2046
 * @example scale(1.5, 1023) // => 1.348269851146737e+308
 */
export function scale(x: number, k: number): number {
  if (k > 1023) return x * POWERS_OF_TWO[2045]! * POWERS_OF_TWO[k - 1023 + 1022]!;
  if (k < -1022) return x * POWERS_OF_TWO[k + 200 + 1022]! * POWERS_OF_TWO[1022 - 200]!;
  return x * POWERS_OF_TWO[k + 1022]!;
}
