import { modHalfPi } from './angle.js';
import type { Sum } from './rounding.js';

/**
 * The sine, within 0.8 units in the last place for every x, with the same bits on every machine.
 *
 * @param x in radians
 * @example sin(1) // => 0.8414709848078965
 * @example sin(1e22) // => -0.8522008497671888
 */
export function sin(x: number): number {
  if (Math.abs(x) < 1e-8) return x; // also keeps −0
  const quadrant = modHalfPi(x, scratch);
  const value = quadrant & 1 ? cosSeries(scratch[0]!, scratch[1]!) : sinSeries(scratch[0]!, scratch[1]!);
  return quadrant & 2 ? -value : value;
}

/**
 * The cosine, within 0.8 units in the last place for every x, with the same bits on every machine.
 *
 * @param x in radians
 * @example cos(1) // => 0.5403023058681398
 */
export function cos(x: number): number {
  const quadrant = modHalfPi(x, scratch);
  const value = quadrant & 1 ? sinSeries(scratch[0]!, scratch[1]!) : cosSeries(scratch[0]!, scratch[1]!);
  return (quadrant + 1) & 2 ? -value : value;
}

const scratch: Sum = new Float64Array(2);

// Taylor's series, far enough for |high| ≤ π/4; `low` enters by its derivative.

function sinSeries(high: number, low: number): number {
  const z = high * high;
  const w = z * z;
  const terms15 = -1 / 1307674368000 + z * (1 / 355687428096000);
  const terms11 = -1 / 39916800 + z * (1 / 6227020800);
  const cubic = -1 / 6 + z * (1 / 120) + w * (-1 / 5040 + z * (1 / 362880) + w * (terms11 + w * terms15));
  return high + (high * z * cubic + (low - 0.5 * z * low));
}

function cosSeries(high: number, low: number): number {
  const z = high * high;
  const w = z * z;
  const terms16 = 1 / 20922789888000 - z * (1 / 6402373705728000);
  const terms12 = 1 / 479001600 - z * (1 / 87178291200);
  const quartic = 1 / 24 - z * (1 / 720) + w * (1 / 40320 - z * (1 / 3628800) + w * (terms12 + w * terms16));
  const half = 0.5 * z;
  const most = 1 - half;
  return most + (1 - most - half + (w * quartic - high * low));
}
