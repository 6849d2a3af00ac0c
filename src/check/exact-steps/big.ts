import type { BigNumber } from 'mathjs';

export type Big = BigNumber;
/** A float64 number, exactly. */
export type ToBig = (x: number) => Big;

const DIGITS = 50;

/** Numbers of 50 digits, by mathjs. */
export async function bigNumbers(): Promise<ToBig> {
  const { create, BigNumberDependencies } = await import('mathjs');
  const { BigNumber: Class } = create(BigNumberDependencies!, { precision: DIGITS }) as unknown as {
    BigNumber: new (x: number) => Big;
  };
  return (x) => new Class(x);
}

/** Σ a·b. */
export function product(a: readonly Big[], b: readonly Big[], zero: Big): Big {
  return a.reduce((sum, x, m) => sum.plus(x.times(b[m]!)), zero);
}

/** The rows of a matrix. */
export function rowsOf(data: Float64Array, d: number, big: ToBig): Big[][] {
  return Array.from({ length: d === 0 ? 0 : data.length / d }, (_, i) =>
    Array.from(data.subarray(i * d, (i + 1) * d), big),
  );
}
