import type { Normalizer } from '../../core/problem.js';
import type { Big, ToBig } from './big.js';

/** One row of scores, undefined where masked, → weights. The formulas are those of `core/normalizer`. */
export function bigWeights(
  row: readonly (Big | undefined)[],
  normalizer: Normalizer,
  sink: number | undefined,
  big: ToBig,
): (Big | undefined)[] {
  const zero = big(0);
  const seen = row.filter((s) => s !== undefined);
  const each = (of: (s: Big) => Big): (Big | undefined)[] => row.map((s) => s && of(s));
  switch (normalizer) {
    case 'softmax': {
      const powers = each((s) => s.exp());
      const sum = powers.reduce<Big>(
        (total, power) => (power ? total.plus(power) : total),
        sink === undefined ? zero : big(sink).exp(),
      );
      return powers.map((power) => power?.div(sum));
    }
    case 'sigmoid':
      return each((s) => big(1).div(s.neg().exp().plus(1)));
    case 'hardmax': {
      const most = seen.reduce((max, s) => (s.gt(max) ? s : max), seen[0]!);
      const first = row.findIndex((s) => s?.eq(most));
      return row.map((s, j) => s && big(Number(j === first)));
    }
    case 'sparsemax': {
      const sorted = [...seen].sort((a, b) => b.cmp(a));
      let [sum, threshold] = [zero, zero];
      sorted.forEach((s, k) => {
        sum = sum.plus(s);
        const candidate = sum.minus(1).div(k + 1);
        if (s.gt(candidate)) threshold = candidate;
      });
      return each((s) => (s.gt(threshold) ? s.minus(threshold) : zero));
    }
  }
}
