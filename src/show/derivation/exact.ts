/** A decimal number as it is printed: digits × 10^exponent. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/**
 * Does the equation hold as it is printed, every number in its shortest decimal form? Decides between `=` and `≈`.
 *
 * @param terms products, as lists of factors, whose sum stands on the left
 * @example equationHolds([[0.1, 3]], 0.30000000000000004) // => false
 * @example equationHolds([[2, 2], [1, 1]], 5) // => true
 */
export function equationHolds(terms: readonly (readonly number[])[], value: number): boolean {
  const all = [...terms.flat(), value];
  if (!all.every(Number.isFinite)) return false;
  if (all.every(Number.isSafeInteger) && Number.isSafeInteger(sum(terms))) return sum(terms) === value;
  const left = terms.map((factors) => factors.map(decimal).reduce(times, { digits: 1n, exponent: 0 }));
  const right = decimal(value);
  const exponent = [...left, right].reduce((least, one) => Math.min(least, one.exponent), 0);
  const level = (one: Decimal): bigint => one.digits * 10n ** BigInt(one.exponent - exponent);
  return left.map(level).reduce((total, one) => total + one, 0n) === level(right);
}

function sum(terms: readonly (readonly number[])[]): number {
  return terms.reduce((total, factors) => total + factors.reduce((product, x) => product * x, 1), 0);
}

function decimal(x: number): Decimal {
  const [, whole = '', fraction = '', power = '0'] = /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(x)) ?? [];
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

const times = (a: Decimal, b: Decimal): Decimal => ({ digits: a.digits * b.digits, exponent: a.exponent + b.exponent });
