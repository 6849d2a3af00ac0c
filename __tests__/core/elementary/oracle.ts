import { all, create, type BigNumber, type FactoryFunctionMap } from 'mathjs';
import { exactDigits } from './float64.js';

/** mathjs with `digits` significant digits: an implementation by other people, in other arithmetic. */
export function oracle(digits: number) {
  return create(all as FactoryFunctionMap, { number: 'BigNumber', precision: digits });
}

/** How far `actual` is from the exact value, in units of the last place of the exact value. */
export function ulps(actual: number, exact: BigNumber): number {
  if (Number.isNaN(actual)) return NaN;
  const Big = exact.constructor as new (digits: string) => BigNumber;
  const size = Math.max(Math.abs(exact.toNumber()), 2 ** -1022);
  // Two divisions: 2^−52 of the smallest normal number would be subnormal, and size / 2^52 exact nowhere else.
  const unit = new Big(exactDigits(2 ** Math.floor(Math.log2(size)))).div(2 ** 52);
  return new Big(exactDigits(actual)).minus(exact).abs().div(unit).toNumber();
}
