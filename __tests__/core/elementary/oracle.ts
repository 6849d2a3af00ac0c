import { all, create, type BigNumber, type FactoryFunctionMap } from 'mathjs';
import { exactDigits, neighbour } from './float64.js';

/** mathjs with `digits` significant digits: an implementation by other people, in other arithmetic. */
export function oracle(digits: number) {
  return create(all as FactoryFunctionMap, { number: 'BigNumber', precision: digits });
}

/** How far `actual` is from the exact value, in units of the last place of the exact value. */
export function ulps(actual: number, exact: BigNumber): number {
  if (Number.isNaN(actual)) return NaN;
  const Big = exact.constructor as new (digits: string) => BigNumber;
  const size = Math.max(Math.abs(exact.toNumber()), 2 ** -1022);
  const unit = new Big(exactDigits(neighbour(size, 1) - size));
  return new Big(exactDigits(actual)).minus(exact).abs().div(unit).toNumber();
}
